//! Names under which departments ask for figures, and the measure that each means, over all areas.

use tasks::Desk;

/// A name, and the measure.
#[rustfmt::skip]
const NAMES: [(&str, &str); 34] = [
    ("破获刑事案件数",     "cases.criminal.solved"),
    ("刑事立案数",         "cases.criminal.filed"),
    ("刑事案件立案起数",   "cases.criminal.filed"),
    ("刑事破案率",         "cases.criminal.solved_share"),
    ("治安案件受理数",     "cases.public_order.accepted"),
    ("受理治安案件数",     "cases.public_order.accepted"),
    ("查处治安案件起数",   "cases.public_order.dealt_with"),
    ("治安案件查处率",     "cases.public_order.dealt_with_share"),
    ("接报警情总数",       "incidents.received"),
    ("上月接报警情数",     "incidents.received"),
    ("本所接警量",         "incidents.received"),
    ("纠纷警情数",         "incidents.received.disputes"),
    ("矛盾纠纷警情数",     "incidents.received.disputes"),
    ("求助警情",           "incidents.received.help"),
    ("交通警情数",         "incidents.received.traffic"),
    ("刑事类警情",         "incidents.received.crime"),
    ("治安类警情数",       "incidents.received.public_order"),
    ("110报警数",          "incidents.received.by_call"),
    ("群众上门报案数",     "incidents.received.by_walk_in"),
    ("盗窃案件立案数",     "cases.criminal.filed.theft"),
    ("电信诈骗案件立案数", "cases.criminal.filed.telecom_fraud"),
    ("移送起诉案件数",     "cases.criminal.transferred"),
    ("纠纷调解成功率",     "procedure.mediation_share"),
    ("信访件数",           "petitions.received"),
    ("听证次数",           "procedure.hearings"),
    ("案卷退回率",         "procedure.returned_share"),
    ("夜班次数",           "duty.worked.nights"),
    ("民警加班时长",       "duty.overtime.hours"),
    ("年休假落实情况",     "duty.leave.share"),
    ("病假情况",           "duty.absences.ill_days"),
    ("在岗民警人数",       "people.strength.officers"),
    ("本月新进辅警",       "people.joined.auxiliaries"),
    ("完成巡逻次数",       "duty.patrols.done"),
    ("发现安全隐患数",     "duty.patrols.hazards"),
];

#[test]
fn a_figure_is_found_under_the_names_that_departments_give_it() {
    let measures = jishi::measures().unwrap();
    let names: Vec<String> = NAMES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let meant = Desk::default().meant(&measures, &names);
    let others: Vec<_> = NAMES
        .iter()
        .zip(&meant)
        .filter(|((_, wanted), meant)| meant.first().is_none_or(|first| first.measure != *wanted))
        .collect();
    assert!(others.is_empty(), "{others:#?}");
    // What no measure counts is not answered by one.
    let nothing = ["食堂满意度", "党费收缴", "消防栓完好"].map(str::to_owned);
    assert!(Desk::default().meant(&measures, &nothing).iter().all(Vec::is_empty));
}
