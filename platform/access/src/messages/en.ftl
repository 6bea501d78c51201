access-denied = You may not do this. If your work needs it, speak to the head of your unit.
