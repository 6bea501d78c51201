#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::{Cipher, Keys};

#[test]
fn a_sealed_value_opens_again_and_only_with_its_key() {
    let folder = std::env::temp_dir().join(kernel::new_uuid());
    let other = std::env::temp_dir().join(kernel::new_uuid());
    let cipher = Cipher::from_keys(&Keys::in_folder(&folder)).unwrap();
    let sealed = cipher.seal("110101199003074514").unwrap();
    assert_ne!(sealed, cipher.seal("110101199003074514").unwrap(), "equal texts must not look equal");
    assert_eq!(cipher.open(&sealed).unwrap(), "110101199003074514");
    let again = Cipher::from_keys(&Keys::in_folder(&folder)).unwrap();
    assert_eq!(again.open(&sealed).unwrap(), "110101199003074514");
    assert_eq!(again.index("11010119900307451x"), cipher.index(" 11010119900307451X "));
    assert!(Cipher::from_keys(&Keys::in_folder(&other)).unwrap().open(&sealed).is_err());
    let mut changed = sealed.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert!(cipher.open(&changed).is_err());
    assert!(cipher.open(&[1, 2, 3]).is_err());
    std::fs::remove_dir_all(folder).unwrap();
    std::fs::remove_dir_all(other).unwrap();
}
