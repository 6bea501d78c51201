// Makes pages smoother. Everything here also works without scripts.
import "htmx.org";
import "./forms.js";
import "./menus.js";
import "./charts.js";
import "./roster.js";
