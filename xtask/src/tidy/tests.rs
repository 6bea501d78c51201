#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::rust_source::RustSource;

type Check = fn(&Tree) -> Vec<Finding>;

/// Writes a made-up tree and runs one check on it; findings are cut before the remedy.
fn found(check: Check, files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let tree = Tree::open(folder.path()).unwrap();
    let mut findings = check(&tree);
    findings.sort();
    findings.iter().map(|one| one.to_string().split(" — ").next().unwrap().to_owned()).collect()
}

#[track_caller]
fn expect(check: Check, files: &[(&str, &str)], findings: &[&str]) {
    assert_eq!(found(check, files), findings);
}

#[test]
fn the_map_and_the_folders_agree_in_both_directions() {
    let files = [("platform/kernel/x.rs", ""), ("areas/cases/x", ""), ("web/x", ""), (".ci/run", "")];
    let with = |map| [files.as_slice(), &[("ARCHITECTURE.md", map)]].concat();
    expect(map::check, &files, &["ARCHITECTURE.md:1: there is no map of the repository"]);
    let whole = "## The map\n```\nplatform/kernel  ids\n```\n| folder | what |\n|---|---|\n| `areas/cases` | cases |\n| `web` | |\n## Tables\n| `case.close` | a command |\n`platform/kernel/x.rs` and `/cases/new`\n";
    expect(map::check, &with(whole), &[]);
    expect(
        map::check,
        &with(
            "# The map\nplatform/kernel outside of any block\n```\nplatform/\nareas/duty/  rosters\n```\n# Walk\n`areas/cases/y.rs`\n```\nweb/\n```\n",
        ),
        &[
            "ARCHITECTURE.md:1: areas/cases is not on the map",
            "ARCHITECTURE.md:1: platform/kernel is not on the map",
            "ARCHITECTURE.md:1: web is not on the map",
            "ARCHITECTURE.md:5: areas/duty does not exist",
            "ARCHITECTURE.md:8: areas/cases/y.rs does not exist",
        ],
    );
}

#[test]
fn files_that_git_ignores_do_not_count() {
    expect(
        files::check,
        &[(".gitignore", "/out/\n"), ("out/mod.rs", ""), ("src/mod.rs", "")],
        &["src/mod.rs:1: mod.rs is not used here"],
    );
}

#[test]
fn an_area_knows_only_lower_ranks_and_the_platform_none() {
    let cargo = "[dependencies]\nkernel.workspace = true\n";
    let files = [
        ("areas/people/Cargo.toml", cargo),
        (
            "areas/cases/Cargo.toml",
            "[dependencies]\npeople.workspace = true\n[dev-dependencies]\nreports.workspace = true\n",
        ),
        (
            "areas/reports/Cargo.toml",
            "[dependencies]\ncases = { path = \"../cases\" }\nother = { package = \"duty\", path = \"../duty\" }\n",
        ),
        ("areas/duty/Cargo.toml", "[target.'cfg(unix)'.dependencies]\ncases.workspace = true\n"),
        ("app/Cargo.toml", "[dependencies]\ncases.workspace = true\nreports.workspace = true\n"),
        ("platform/law/Cargo.toml", "[dependencies]\npeople.workspace = true\n"),
        ("xtask/Cargo.toml", "[dependencies]\napp.workspace = true\n"),
    ];
    expect(ranks::check, &files, &["areas/RANKS.toml:1: the ranks of the areas are not declared"]);
    let with = |ranks| [files.as_slice(), &[("areas/RANKS.toml", ranks)]].concat();
    expect(
        ranks::check,
        &with("people = 1\ncases = 3\nduty = 3\nreports = 5\n"),
        &[
            "areas/cases/Cargo.toml:4: cases (rank 3) depends on reports (rank 5)",
            "areas/duty/Cargo.toml:2: duty (rank 3) depends on cases (rank 3)",
            "platform/law/Cargo.toml:2: platform/law/Cargo.toml depends on the area people",
            "xtask/Cargo.toml:2: nothing may depend on app",
        ],
    );
    let gone = found(ranks::check, &with("people = 1\ncases = 3\nduty = 4\nreports = 5\nhonours = 5\n"));
    assert!(gone.contains(&"areas/RANKS.toml:5: there is no folder areas/honours".to_owned()), "{gone:?}");
    let missing = found(ranks::check, &with("people = 1\ncases = 3\nreports = \"5\"\n"));
    assert!(missing.contains(&"areas/RANKS.toml:1: areas/duty has no rank".to_owned()), "{missing:?}");
    assert!(
        missing.contains(&"areas/RANKS.toml:3: the rank of reports is no number".to_owned()),
        "{missing:?}"
    );
}

#[test]
fn a_comment_names_a_law_that_exists() {
    expect(
        law_ids::check,
        &[
            ("law/cn/leave.toml", "[[rule]]\nid = \"lv-annual\"\n[[rule]]\nid = \"lv-sick\"\n"),
            ("law/cn/counting.toml", "[[counting]]\nid = \"cnt-hours\"\n"),
            (
                "a.rs",
                "/// Law: lv-annual, art. 3.\n//! Law: lv-anual, art. 3\nlet x = \"Law: lv-in-a-text\";\n// Law: lv-sick (public-order cases).\n",
            ),
            ("b.cedar", "// Law: lv-annual; cnt-hours; lv-rest\n"),
        ],
        &["a.rs:2: no rule of law has the id lv-anual", "b.cedar:1: no rule of law has the id lv-rest"],
    );
}

#[test]
fn messages_are_the_same_in_both_languages_and_all_used() {
    let manifest = "[package]\nname = \"cases\"\n";
    let chinese = "cases-a = 甲\ncases-b = 乙 { cases-c }\ncases-c = 丙\ncases-unused = 丁\nother = 戊\n\n# dynamic: one for each state\ncases-state-open = 开\ncases-state-closed = 结\n\ncases-late = 晚\nfact-case-closed = 结案\n";
    let english = "cases-a = A\ncases-b = B\ncases-c = C\ncases-unused = D\nother = E\ncases-state-open = o\ncases-state-closed = c\ncases-late = l\nfact-case-closed = closed\ncases-english = x\n";
    let rust = "fn f() { Text::new(\n \"cases-a\"); w.t(\"cases-nothing\"); const K: &str = \"other\"; cart(\"x\"); FactKind(\"case.closed\"); FactKind(\"case.opened\"); }\n#[cfg(test)]\nmod tests {\n fn g() { w.t(\"cases-unused\"); }\n}\n";
    expect(
        messages::check,
        &[
            ("areas/cases/Cargo.toml", manifest),
            ("areas/cases/src/messages/zh-CN.ftl", chinese),
            ("areas/cases/src/messages/en.ftl", english),
            ("areas/cases/src/lib.rs", rust),
            ("areas/cases/src/tests.rs", "Text::new(\"cases-not-there\"); \"cases-unused\""),
            (
                "areas/cases/src/pages/a.html",
                "<p title=\"{{ w.t(\"cases-b\") }}\">\n{% if x %}{{ w.t1(\"cases-gone\", \"n\", 3) }}{% endif %}",
            ),
        ],
        &[
            "areas/cases/src/lib.rs:2: the fact case.opened has no words",
            "areas/cases/src/lib.rs:2: there is no message cases-nothing",
            "areas/cases/src/messages/en.ftl:10: cases-english is missing in areas/cases/src/messages/zh-CN.ftl",
            "areas/cases/src/messages/zh-CN.ftl:4: cases-unused is used nowhere",
            "areas/cases/src/messages/zh-CN.ftl:5: other does not begin with cases-",
            "areas/cases/src/messages/zh-CN.ftl:11: cases-late is used nowhere",
            "areas/cases/src/pages/a.html:2: there is no message cases-gone",
        ],
    );
    let broken = [
        ("areas/x/Cargo.toml", "[package]\nname = \"x\"\n"),
        ("areas/x/src/messages/zh-CN.ftl", "# dynamic\nx-a = 甲\nx-a = 乙\nx-b = { $open\n"),
    ];
    let findings = found(messages::check, &broken);
    assert!(
        findings.iter().any(|one| one == "areas/x/src/messages/en.ftl:1: the file is missing"),
        "{findings:?}"
    );
    assert!(
        findings.iter().any(|one| one == "areas/x/src/messages/zh-CN.ftl:3: x-a stands here twice"),
        "{findings:?}"
    );
    assert!(
        findings.iter().any(|one| one.starts_with("areas/x/src/messages/zh-CN.ftl:5: not Fluent")),
        "{findings:?}"
    );
}

#[test]
fn licence_expressions_are_read_as_spdx_says() {
    #[rustfmt::skip]
    let table = [
        ("MIT",                                              Some(true)),
        ("GPL-3.0-only",                                     Some(false)),
        ("MIT/Apache-2.0",                                   Some(true)),
        ("GPL-3.0-only OR MIT",                              Some(true)),
        ("GPL-3.0-only AND MIT",                             Some(false)),
        ("(MIT OR Apache-2.0) AND Unicode-3.0",              Some(true)),
        ("(MIT OR Apache-2.0) AND LGPL-2.1-or-later",        Some(false)),
        ("MIT OR GPL-2.0-only AND LGPL-2.1-only",            Some(true)),  // AND binds closer
        ("GPL-2.0-only AND LGPL-2.1-only OR MIT",            Some(true)),
        ("GPL-2.0-only AND (LGPL-2.1-only OR MIT)",          Some(false)),
        ("Apache-2.0 WITH LLVM-exception OR Apache-2.0",     Some(true)),
        ("MIT WITH Classpath-exception-2.0",                 Some(false)),
        ("((Zlib))",                                         Some(true)),
        ("(MIT",                                             None),
        ("MIT Apache-2.0",                                   None),
        ("MIT OR",                                           None),
        ("",                                                 None),
    ];
    for (expression, expected) in table {
        assert_eq!(spdx::is_accepted(expression), expected, "{expression}");
    }
}

#[test]
fn licences_of_crates_and_packages_are_judged() {
    let crates: Check = |tree| {
        let package = |name: &str, source: Option<&str>, license: Option<&str>| serde_json::json!({"name": name, "version": "1.0.0", "source": source, "license": license});
        let registry = Some("registry+x");
        let packages = [
            package("own", None, None),
            package("good", registry, Some("MIT OR GPL-3.0-only")),
            package("bad", registry, Some("GPL-3.0-only")),
            package("silent", registry, None),
        ];
        licences::check_crates(tree, &serde_json::json!({ "packages": packages }))
    };
    expect(
        crates,
        &[(
            "Cargo.lock",
            "[[package]]\nname = \"bad\"\nversion = \"0.9.0\"\n[[package]]\nname = \"bad\"\nversion = \"1.0.0\"\n",
        )],
        &[
            "Cargo.lock:1: silent 1.0.0 names no licence",
            "Cargo.lock:5: bad 1.0.0 has the licence GPL-3.0-only",
        ],
    );
    let lock = "{\"packages\": {\n\"\": {\"name\": \"web\"},\n\"node_modules/htmx.org\": {\"license\": \"0BSD\"},\n\"node_modules/x\": {\"license\": \"SEE LICENSE IN x\"},\n\"node_modules/y\": {}\n}}";
    expect(
        licences::check_npm,
        &[("web/package-lock.json", lock), ("e2e/package-lock.json", "{\"lockfileVersion\": 1}")],
        &[
            "e2e/package-lock.json:1: no lock file of version 3",
            "web/package-lock.json:4: node_modules/x: SEE LICENSE IN x is no licence expression",
            "web/package-lock.json:5: node_modules/y names no licence",
        ],
    );
}

#[test]
fn files_are_short_well_named_finished_and_fit_the_csp() {
    let long = "\n".repeat(601);
    let mark = concat!("// TO", "DO later\nlet mastodon = 1; // maTO", "DOn\n");
    let page = "<script src=\"/a.js\"></script>\n<script>alert(1)</script>\n<p style=\"x\" class=\"style\">\n<a onclick='x' href=\"javascript:x\">\n<script type=\"application/json\">{}</script>\n<style>\n<p>on=\"\" option=\"a\" once upon=\"a\"\n<p hx-on:click=\"x\">";
    expect(
        files::check,
        &[
            ("a/src/long.rs", &long),
            ("a/src/fine.rs", &long[1..]),
            ("a/src/x/mod.rs", ""),
            ("a/src/utils.rs", ""),
            ("a/src/core/x.rs", ""),
            ("areas/service/src/lib.rs", ""),
            ("a/src/b.rs", mark),
            ("a/src/p.html", page),
        ],
        &[
            concat!("a/src/b.rs:1: TO", "DO left behind"),
            "a/src/core/x.rs:1: the name core says nothing",
            "a/src/long.rs:601: 601 lines, 600 are allowed",
            "a/src/p.html:2: an inline script",
            "a/src/p.html:3: the attribute style",
            "a/src/p.html:4: a script in a link",
            "a/src/p.html:4: the attribute onclick",
            "a/src/p.html:6: an inline style sheet",
            "a/src/p.html:8: the attribute hx-on",
            "a/src/utils.rs:1: the name utils says nothing",
            "a/src/x/mod.rs:1: mod.rs is not used here",
        ],
    );
}

#[test]
fn an_area_has_its_rooms_its_tables_and_pure_rules() {
    expect(
        area_shape::check,
        &[
            ("migrations/0001_platform.sql", "CREATE TABLE fact (\n"),
            (
                "migrations/0003_cases.sql",
                "CREATE TABLE incident (\n  id TEXT);\nCREATE TABLE IF NOT EXISTS cases_step(id TEXT);\n",
            ),
            ("areas/cases/Cargo.toml", ""),
            ("areas/cases/README.md", ""),
            ("areas/cases/src/measures.toml", ""),
            ("areas/cases/src/lib.rs", "const KIND: &str = \"incident\"; // FROM incident\n"),
            ("areas/cases/src/dto.rs", ""),
            (
                "areas/cases/src/store.rs",
                "use sea_orm::entity::prelude::*;\nconst Q: &str = \"SELECT * FROM incident\";\n",
            ),
            ("areas/cases/src/store/steps.rs", "const Q: &str = \"cases_step\";\n"),
            (
                "areas/cases/src/pages.rs",
                "const Q: &str = \"SELECT 1\n FROM incident\";\n#[derive(DeriveEntityModel)]\n",
            ),
            (
                "areas/cases/src/rules.rs",
                "//! no tokio here\nuse kernel::SystemClock;\nfn known(x: Day) { x.now(); }\nlet database = \"tokio\"; let pages = 1;\n",
            ),
            ("areas/cases/src/rules/steps.rs", "async fn x() {}\nuse database::Reader;\n"),
            ("areas/cases/src/tests.rs", "const Q: &str = \"SELECT * FROM incident\";"),
            (
                "areas/people/src/commands.rs",
                "const Q: &str = \"cases_step\";\nconst R: &str = \"an incident, from fact\";\n",
            ),
            ("app/src/main.rs", "const Q: &str = r#\"insert into \"incident\" values\"#;\n"),
        ],
        &[
            "app/src/main.rs:1: incident is a table of cases",
            "areas/cases/README.md:1: README.md is no room of an area",
            "areas/cases/src/dto.rs:1: dto.rs is no room of an area",
            "areas/cases/src/pages.rs:2: incident is a table of cases",
            "areas/cases/src/pages.rs:3: a table outside store.rs",
            "areas/cases/src/rules.rs:2: rules are pure and must not know SystemClock",
            "areas/cases/src/rules.rs:3: rules are pure and must not know now",
            "areas/cases/src/rules/steps.rs:1: rules are pure and must not know async",
            "areas/cases/src/rules/steps.rs:2: rules are pure and must not know database",
            "areas/people/src/commands.rs:1: cases_step is a table of cases",
        ],
    );
}

#[test]
fn links_in_documents_lead_to_files() {
    let text = "[a](docs/guide.md#top) [b](https://example.org/x) [c](docs) ![d](docs/gone.png \"title\")\n`[e](nothing)`\n```\n[f](nothing)\n```\n<img src=\"docs/gone.svg\">\n[g]: docs/guide.md\n[h](#below) [i](/docs/guide.md) [j](../outside.md) [k](./)\n";
    expect(
        links::check,
        &[("README.md", text), ("docs/guide.md", "[up](../README.md) [down](README.md)")],
        &[
            "README.md:1: the link to docs/gone.png leads nowhere",
            "README.md:6: the link to docs/gone.svg leads nowhere",
            "README.md:8: the link to ../outside.md leads nowhere",
            "README.md:8: the link to /docs/guide.md leads nowhere",
            "docs/guide.md:1: the link to README.md leads nowhere",
        ],
    );
}

#[test]
fn nothing_says_where_it_was_made() {
    let npm = concat!("https://regi", "stry.npmjs.org/x/-/x-1.tgz");
    let inner = concat!("http://mir", "ror.example:4873/x.tgz");
    let cargo = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n";
    let lock = format!("{cargo}{}", cargo.replace("github.com", "example.org"));
    let npm_lock = format!(
        "\"resolved\": \"{npm}\",\n  \"resolved\": \"{inner}\",\n\"funding\": \"https://example.org\"\n  \"resolved\": \"https://example.org/y.tgz\""
    );
    let notes = format!(
        "see {}me/li/x and areas{}rk/x and https://example.org{}me/\n{npm}\nhttps://crates.io/crates/x https://docs.rs/x\nhttps://index{}\n",
        "/ho", "/wo", "/ho", ".crates.io/"
    );
    let findings = found(
        places::check,
        &[("Cargo.lock", &lock), ("web/package-lock.json", &npm_lock), ("notes.md", &notes)],
    );
    let places: Vec<String> =
        findings.iter().map(|one| one.split(": ").take(2).collect::<Vec<_>>().join(": ")).collect();
    assert_eq!(
        places,
        [
            "Cargo.lock:2: the host of a package registry",
            "notes.md:1: a path of one machine",
            "notes.md:2: the host of a package registry",
            "notes.md:4: the host of a package registry",
            "web/package-lock.json:2: the host of a package registry",
            "web/package-lock.json:4: the host of a package registry",
        ],
        "{findings:?}"
    );
}

#[test]
fn rust_is_taken_apart_by_its_lexical_rules() {
    let text = "let a = 'x'; let b: &'a str = \"one // no comment\"; // a \"comment\"\n/* block /* nested */ \"no\"\n still */ f(r#\"raw \"quoted\" text\"#, '\"', b\"two\\\"\", '\\'');\nlet s = \"three\nlines\"; g(\"four\"); for r in x {}\n#[cfg(test)]\nmod tests {\n}\n";
    let source = RustSource::read(text);
    let literals: Vec<(usize, &str)> = source.literals.iter().map(|it| (it.line, it.text.as_str())).collect();
    assert_eq!(
        literals,
        [
            (1, "one // no comment"),
            (3, "raw \"quoted\" text"),
            (3, "two\\\""),
            (4, "three\nlines"),
            (5, "four")
        ]
    );
    assert_eq!(source.literals[4].before.split(' ').next_back(), Some("g("));
    let comments: Vec<usize> = source.comments.iter().map(|(line, _)| *line).collect();
    assert_eq!(comments, [1, 2, 3]);
    assert_eq!(source.code[0].trim_end(), "let a = '; let b: &'a str = \"\";");
    assert_eq!(source.tests_from(), 6);
}
