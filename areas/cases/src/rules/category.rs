//! The sorts of incidents and cases, as `group.sort`.

use super::CaseKind;

/// What sort of incident (警情类别).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Category(&'static str);

/// What sort of case (案件类别); its group is the kind of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CaseCategory(&'static str);

#[rustfmt::skip]
const INCIDENTS: &[&str] = &[
    "crime.theft", "crime.burglary", "crime.vehicle_theft", "crime.robbery", "crime.fraud",
    "crime.telecom_fraud", "crime.extortion", "crime.assault", "crime.homicide", "crime.sexual_offence",
    "crime.kidnapping", "crime.arson", "crime.damage", "crime.other",
    "public_order.fight", "public_order.theft", "public_order.gambling", "public_order.drugs",
    "public_order.prostitution", "public_order.disturbance", "public_order.noise", "public_order.damage",
    "public_order.harassment", "public_order.trespass", "public_order.indecency", "public_order.weapons",
    "public_order.fireworks", "public_order.drunkenness", "public_order.suspicion", "public_order.other",
    "traffic.accident", "traffic.injury_accident", "traffic.hit_and_run", "traffic.drink_driving",
    "traffic.violation", "traffic.parking", "traffic.congestion", "traffic.other",
    "dispute.family", "dispute.neighbours", "dispute.labour", "dispute.consumer", "dispute.debt",
    "dispute.medical", "dispute.property", "dispute.other",
    "help.lost_person", "help.lost_property", "help.found_property", "help.locked_out", "help.fire",
    "help.rescue", "help.illness", "help.mental_health", "help.suicide", "help.death", "help.animal",
    "help.hazard", "help.welfare_check", "help.other",
    "petition.request", "petition.accusation", "petition.proposal", "petition.officer",
    "other.inquiry", "other.false_alarm", "other.alarm_system", "other.complaint", "other.duty",
    "other.other",
];

#[rustfmt::skip]
const CASES: &[&str] = &[
    "criminal.theft", "criminal.robbery", "criminal.fraud", "criminal.telecom_fraud", "criminal.extortion",
    "criminal.assault", "criminal.homicide", "criminal.sexual_offence", "criminal.kidnapping",
    "criminal.arson", "criminal.damage", "criminal.drugs", "criminal.gambling", "criminal.prostitution",
    "criminal.dangerous_driving", "criminal.disturbance", "criminal.other",
    "public_order.fight", "public_order.theft", "public_order.fraud", "public_order.extortion",
    "public_order.gambling", "public_order.drugs", "public_order.prostitution", "public_order.disturbance",
    "public_order.noise", "public_order.damage", "public_order.harassment", "public_order.trespass",
    "public_order.indecency", "public_order.weapons", "public_order.fireworks", "public_order.obstruction",
    "public_order.other",
    "administrative.exit_entry", "administrative.traffic", "administrative.drugs",
    "administrative.network_security", "administrative.security_service",
    "administrative.dangerous_goods", "administrative.other",
];

fn group(code: &'static str) -> &'static str {
    code.split_once('.').map_or(code, |(group, _)| group)
}

fn sort(code: &'static str) -> &'static str {
    code.split_once('.').map_or(code, |(_, sort)| sort)
}

impl Category {
    /// Where nothing is known yet.
    pub const OTHER: Category = Category("other.other");

    pub fn all() -> impl Iterator<Item = Category> {
        INCIDENTS.iter().map(|code| Category(code))
    }
    /// The groups in the order of the list.
    pub fn groups() -> Vec<&'static str> {
        let mut groups: Vec<&'static str> = INCIDENTS.iter().map(|code| group(code)).collect();
        groups.dedup();
        groups
    }
    pub fn of_group(wanted: &str) -> Vec<Category> {
        Self::all().filter(|category| category.group() == wanted).collect()
    }
    pub fn parse(code: &str) -> Option<Self> {
        Self::all().find(|category| category.0 == code.trim())
    }
    pub fn as_str(self) -> &'static str {
        self.0
    }
    pub fn text_key(self) -> String {
        kernel::category_key(self.0)
    }
    pub fn group(self) -> &'static str {
        group(self.0)
    }
    pub fn sort(self) -> &'static str {
        sort(self.0)
    }
}

impl CaseCategory {
    pub fn all() -> impl Iterator<Item = CaseCategory> {
        CASES.iter().map(|code| CaseCategory(code))
    }
    pub fn of_kind(kind: CaseKind) -> Vec<CaseCategory> {
        Self::all().filter(|category| category.kind() == kind).collect()
    }
    pub fn parse(code: &str) -> Option<Self> {
        Self::all().find(|category| category.0 == code.trim())
    }
    pub fn as_str(self) -> &'static str {
        self.0
    }
    pub fn text_key(self) -> String {
        kernel::category_key(self.0)
    }
    pub fn kind(self) -> CaseKind {
        CaseKind::parse(group(self.0)).unwrap_or(CaseKind::Administrative)
    }
    /// What a case of this kind is most likely called when it grows out of an incident.
    pub fn proposed(incident: Category, kind: CaseKind) -> Self {
        let sort = match incident.sort() {
            "burglary" | "vehicle_theft" => "theft",
            "drink_driving" => "dangerous_driving",
            "violation" | "accident" | "injury_accident" | "hit_and_run" => "traffic",
            sort => sort,
        };
        let of_kind = Self::of_kind(kind);
        let named = |wanted: &str| of_kind.iter().copied().find(|category| self::sort(category.0) == wanted);
        named(sort).or_else(|| named("other")).unwrap_or(CaseCategory("administrative.other"))
    }
}
