use super::*;

#[tokio::test]
async fn the_same_demand_in_other_words_is_found_first() {
    on_both(async |bureau| {
        let others = [
            ("开展夏季治安夜间巡逻", "每周组织夜间巡逻，重点巡查烧烤摊、广场。"),
            ("报送上半年电信网络诈骗案件情况", "统计电信网络诈骗立案、破案、止付情况。"),
            ("校园周边安全检查", "对学校周边商铺、出租房开展安全检查，消除隐患。"),
        ];
        for (title, body) in others {
            bureau.at_gate(Draft { title: title.to_owned(), body: body.to_owned(), ..campaign() }).await;
        }
        let hotels = bureau.at_gate(campaign()).await;
        let draft = Draft {
            title: "对旅店实名制落实情况进行集中检查".to_owned(),
            body: "组织民警对辖区宾馆、旅店逐一检查，核对住宿登记，督促整改。".to_owned(),
            ..campaign()
        };
        let id = bureau.at_gate(draft).await;
        let desk = Desk::default();
        let text = bureau.task(&id).await.text();
        let near = desk.near(&bureau.db().read(), &id, &text).await.unwrap();
        assert_eq!(near.first().map(|one| &one.task), Some(&hotels), "{near:?}");
        assert!(near[0].score > 0.5 && !near[0].same(&text).is_empty());

        // What is taken back is asked by nobody.
        withdraw_task(bureau.db(), &bureau.chen, hotels.clone(), "取消", None).await.unwrap();
        let near = desk.near(&bureau.db().read(), &id, &text).await.unwrap();
        assert!(near.iter().all(|one| one.task != hotels));
    })
    .await;
}

#[tokio::test]
async fn a_return_is_matched_to_the_measure_it_means() {
    let people = MeasureFile {
        name: "cases",
        text: r#"
[[measure]]
id = "x.disputes"
title = { zh = "接报矛盾纠纷警情", en = "Disputes" }
unit = { zh = "起", en = "" }
group = "x"
kind = "simple"
fact = "task.written"

[[measure]]
id = "x.weather"
title = { zh = "新进文职人员", en = "Civilians who joined" }
unit = { zh = "人", en = "" }
group = "x"
kind = "simple"
fact = "task.written"
"#,
    };
    let measures = Measures::load(&[people], FACTS).unwrap();
    let desk = Desk::default();
    let names = vec!["矛盾纠纷警情数".to_owned(), "食堂菜谱".to_owned()];
    let meant = desk.meant(&measures, &names);
    assert_eq!(meant[0].first().map(|one| one.measure.as_str()), Some("x.disputes"), "{meant:?}");
    assert!(meant[1].is_empty(), "{meant:?}");
}
