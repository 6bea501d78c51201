//! Invented tasks of a county's departments: the background among which duplicates are sought.
//!
//! Each task is put together by chance from what is to be done, with whom or where, about
//! what, by when and what is to be handed in, in one of several wordings. The same seed and
//! number give the same task.

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Endless tasks of a seed.
pub fn tasks(seed: u64) -> impl Iterator<Item = String> {
    (0..).map(move |number| task(seed, number))
}

/// The task with a number.
pub fn task(seed: u64, number: usize) -> String {
    let mut chance = ChaCha8Rng::seed_from_u64(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number as u64);
    let mut of = |words: &[&'static str]| words.choose(&mut chance).copied().unwrap_or_default();
    let department = of(&DEPARTMENTS);
    let town = format!("{}{}{}", of(&TOWN_FIRST), of(&TOWN_SECOND), of(&["镇", "乡", "街道", "社区", "村"]));
    let action = of(&ACTIONS);
    let object = of(&OBJECTS);
    let matter = of(&MATTERS);
    let detail = of(&DETAILS);
    let second = of(&DETAILS);
    let paper = of(&PAPERS);
    let rhythm = of(&RHYTHMS);
    let scope = of(&SCOPES);
    let form = of(&["a", "b", "c", "d", "e", "f"]);
    let month = chance.random_range(1..=12);
    let day = chance.random_range(1..=28);
    let amount = chance.random_range(2..=60);
    let by = match rhythm {
        "" => format!("{month}月{day}日前"),
        rhythm => rhythm.to_owned(),
    };
    match form {
        "a" => format!(
            "{department}：请{scope}{action}{town}{object}{matter}，重点是{detail}、{second}，{by}报送{paper}。"
        ),
        "b" => format!(
            "关于{action}{object}{matter}的通知。各所对{detail}逐一落实，不少于{amount}处，{by}将{paper}报{department}。"
        ),
        "c" => format!(
            "{by}，{scope}对{town}{object}的{matter}情况进行{action}，发现{detail}及时处置，并上报{paper}。"
        ),
        "d" => format!(
            "{department}要求{scope}围绕{matter}做好{object}{action}工作，{detail}要有记录，{by}反馈{paper}"
        ),
        "e" => format!(
            "针对近期{town}{matter}问题，请安排{amount}人{action}{object}，同时核实{detail}和{second}，{by}完成。"
        ),
        _ => format!(
            "{object}{matter}{action}：一、{detail}；二、{second}；三、{by}报{paper}，联系{department}。"
        ),
    }
}

const DEPARTMENTS: [&str; 14] = [
    "治安大队",
    "刑侦大队",
    "交警大队",
    "禁毒大队",
    "网安大队",
    "经侦大队",
    "法制大队",
    "督察大队",
    "政治处",
    "指挥中心",
    "出入境管理大队",
    "内保大队",
    "警务保障室",
    "科信大队",
];
const TOWN_FIRST: [&str; 24] = [
    "东", "西", "南", "北", "龙", "凤", "白", "青", "石", "双", "大", "小", "平", "安", "新", "永", "金",
    "长", "云", "清", "高", "柳", "杨", "马",
];
const TOWN_SECOND: [&str; 24] = [
    "河", "山", "桥", "溪", "坪", "湾", "口", "岭", "塘", "店", "泉", "江", "湖", "林", "田", "沟", "坝",
    "井", "岗", "洲", "渡", "坡", "峰", "垭",
];
const SCOPES: [&str; 8] =
    ["各派出所", "各单位", "城区各所", "农村各所", "社区民警", "各警务室", "有关派出所", "全体民警辅警"];
const ACTIONS: [&str; 24] = [
    "检查", "排查", "摸底", "走访", "宣传", "培训", "登记", "整治", "统计", "核查", "抽查", "巡逻", "演练",
    "回访", "约谈", "督导", "清理", "采集", "建档", "研判", "慰问", "考核", "备案", "验收",
];
const OBJECTS: [&str; 44] = [
    "旅馆",
    "网吧",
    "歌舞厅",
    "洗浴场所",
    "出租房屋",
    "流动人口",
    "中小学校",
    "幼儿园",
    "医院",
    "银行网点",
    "加油站",
    "寄递网点",
    "废品收购站",
    "机动车修理厂",
    "建筑工地",
    "商场超市",
    "农贸市场",
    "养老院",
    "汽车站",
    "水库河道",
    "矿山企业",
    "烟花爆竹零售店",
    "危化品企业",
    "保安公司",
    "校车",
    "外卖骑手",
    "网约车",
    "大货车",
    "电动自行车",
    "精神障碍患者",
    "社区矫正对象",
    "吸毒人员",
    "刑满释放人员",
    "独居老人",
    "留守儿童",
    "境外人员",
    "退役军人",
    "网格员",
    "义务巡防队",
    "驻村辅警",
    "社区民警",
    "寺庙教堂",
    "重点工程",
    "林场",
];
const MATTERS: [&str; 44] = [
    "消防安全",
    "实名登记",
    "反诈骗",
    "禁毒",
    "反恐防范",
    "治安隐患",
    "矛盾纠纷",
    "酒后驾驶",
    "超员超载",
    "非法集资",
    "盗窃防范",
    "赌博",
    "食品安全",
    "用电安全",
    "防溺水",
    "森林防火",
    "防汛",
    "欠薪",
    "信访",
    "扫黑除恶",
    "枪爆物品",
    "管制刀具",
    "视频监控",
    "一键报警",
    "从业人员背景",
    "网络安全",
    "个人信息保护",
    "家庭暴力",
    "未成年人保护",
    "噪声扰民",
    "养犬管理",
    "无人机管理",
    "黄标车",
    "疫情防护",
    "春运安全",
    "国庆安保",
    "高考护考",
    "档案归档",
    "装备维护",
    "警容风纪",
    "执法记录仪",
    "涉案财物",
    "户籍业务",
    "满意度",
];
const DETAILS: [&str; 64] = [
    "疏散通道",
    "灭火器",
    "值班记录",
    "保安配备",
    "监控存储",
    "登记台账",
    "从业资格证",
    "应急预案",
    "夜间照明",
    "围墙门禁",
    "住宿人员信息",
    "经营许可证",
    "责任书签订",
    "安全承诺书",
    "隐患整改",
    "联系电话更新",
    "照片采集",
    "人员变动",
    "车辆检验",
    "驾驶人资格",
    "监护人情况",
    "思想动态",
    "生活困难",
    "就业去向",
    "债务纠纷",
    "邻里矛盾",
    "婚姻家庭问题",
    "土地权属争议",
    "劳资矛盾",
    "医患矛盾",
    "线索核查",
    "案件移交",
    "物证保管",
    "文书送达",
    "卷宗装订",
    "信息录入",
    "数据质量",
    "系统升级",
    "密码管理",
    "设备借用",
    "油耗登记",
    "里程记录",
    "被装发放",
    "伙食管理",
    "宿舍卫生",
    "考勤记录",
    "请假审批",
    "学习笔记",
    "谈心谈话",
    "党费收缴",
    "群众意见",
    "投诉办理",
    "回访记录",
    "宣传横幅",
    "宣传单发放",
    "微信群管理",
    "短视频制作",
    "新闻投稿",
    "典型案例",
    "先进事迹",
    "奖励申报",
    "伤病统计",
    "体能达标",
    "射击训练",
];
const PAPERS: [&str; 20] = [
    "统计表",
    "工作总结",
    "名单",
    "问题清单",
    "台账",
    "照片",
    "情况报告",
    "汇总表",
    "整改报告",
    "登记表",
    "进展情况",
    "方案",
    "分析材料",
    "自查报告",
    "典型案例",
    "联系人名单",
    "数据",
    "经验材料",
    "核查结果",
    "签到表",
];
const RHYTHMS: [&str; 12] =
    ["", "", "", "", "", "月底前", "本周五下班前", "每月5日前", "每周一", "年底前", "一周内", "季度末前"];
