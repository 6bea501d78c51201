//! The tree against a naive reading of RFC 9162, section 2.1.1.

use crate::tree::{CompactRange, Hash, TILE_WIDTH, Tiles};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use tlog_tiles::{TileHashReader, check_record, check_tree, prove_record, prove_tree, record_hash};

pub fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash(Sha256::digest([]).into()),
        [leaf] => *leaf,
        _ => {
            let half = leaves.len().next_power_of_two() / 2;
            let (left, right) = (naive_root(&leaves[..half]), naive_root(&leaves[half..]));
            Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
        }
    }
}

fn leaves(size: u64) -> Vec<Hash> {
    (0..size).map(|number| record_hash(&number.to_be_bytes())).collect()
}

fn grown(leaves: &[Hash]) -> (Tiles, CompactRange) {
    let (mut tiles, mut range) = (Tiles::default(), CompactRange::default());
    for leaf in leaves {
        tiles.append(range.size(), *leaf);
        range.push(*leaf);
    }
    (tiles, range)
}

fn hex(hash: Hash) -> String {
    hash.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_published_test_vectors_of_certificate_transparency_hold() {
    let leaves: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let (mut tiles, mut range) = (Tiles::default(), CompactRange::default());
    let mut roots = vec![hex(range.root())];
    for leaf in leaves {
        let hash = Hash(database::facts::leaf_hash(leaf));
        tiles.append(range.size(), hash);
        range.push(hash);
        assert_eq!(tiles.root(range.size()).unwrap(), range.root());
        roots.push(hex(range.root()));
    }
    assert_eq!(roots[0], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(roots[1], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assert_eq!(roots[8], "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

#[test]
fn the_root_is_right_on_both_sides_of_every_tile_border() {
    let all = leaves(TILE_WIDTH * TILE_WIDTH + TILE_WIDTH + 1);
    for size in [0, 1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_792, 65_793] {
        let (tiles, range) = grown(&all[..size]);
        let naive = naive_root(&all[..size]);
        assert_eq!(range.root(), naive, "compact range of {size}");
        assert_eq!(tiles.root(size as u64).unwrap(), naive, "tiles of {size}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn roots_and_proofs_hold_for_any_size_and_place(
        size in 1_u64..3_000, at in any::<prop::sample::Index>(), old in any::<prop::sample::Index>(),
    ) {
        let leaves = leaves(size);
        let (tiles, range) = grown(&leaves);
        let root = naive_root(&leaves);
        prop_assert_eq!(range.root(), root);
        prop_assert_eq!(tiles.root(size).unwrap(), root);

        let position = at.index(leaves.len());
        let reader = TileHashReader::new(size, root, &tiles);
        let proof = prove_record(size, position as u64, &reader).unwrap();
        prop_assert!(check_record(&proof, size, root, position as u64, leaves[position]).is_ok());
        let other = record_hash(b"another fact");
        prop_assert!(check_record(&proof, size, root, position as u64, other).is_err());

        let old = old.index(leaves.len()) + 1;
        let growth = prove_tree(size, old as u64, &reader).unwrap();
        let old_root = naive_root(&leaves[..old]);
        prop_assert!(check_tree(&growth, size, root, old as u64, old_root).is_ok());
        if old < leaves.len() {
            prop_assert!(check_tree(&growth, size, root, old as u64, other).is_err());
        }
    }
}
