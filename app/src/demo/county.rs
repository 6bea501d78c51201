//! The invented county: bureau, stations, people, accounts; made by commands.

use crate::demo::names::{Gender, Names};
use crate::house::House;
use anyhow::{Context, Result};
use kernel::{AccountId, Actor, Day, Grant, Language, PersonId, Role, Unit, UnitCode, UnitKind};
use people::rules::{
    self, IdentityNumber, NewPerson, PersonKind, PersonName, PoliceNumber, Post, Qualification,
    QualificationKind, Rank, RankEntry, SignInName, Telephone,
};
use people::{Cost, Hashed, Holder, NewAccount};
use pinyin::ToPinyin;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// The password of every account of the invented county.
pub const PASSWORD: &str = "jishi-demo-2026";
/// An invented name: there is no such county.
const COUNTY: (&str, &str) = ("临溪县", "Linxi County");

/// A station and those who act in it.
pub struct Station {
    pub code: UnitCode,
    pub number: u32,
    pub chief: Actor,
    pub desk: Actor,
    /// Officers with an account, who go out and handle cases.
    pub officers: Vec<Actor>,
}

/// Those of the bureau who decide and review.
pub struct Superiors {
    pub leader: Actor,
    pub legal: Actor,
    pub command: Actor,
}

/// The departments of the bureau: name, name in English.
const DEPARTMENTS: [(&str, &str); 14] = [
    ("治安大队", "Public Order Brigade"),
    ("刑侦大队", "Criminal Investigation Brigade"),
    ("交警大队", "Traffic Police Brigade"),
    ("禁毒大队", "Narcotics Control Brigade"),
    ("网安大队", "Cyber Security Brigade"),
    ("经侦大队", "Economic Crime Brigade"),
    ("出入境管理大队", "Exit and Entry Brigade"),
    ("法制大队", "Legal Affairs Brigade"),
    ("督察大队", "Inspection Brigade"),
    ("反诈中心", "Anti-Fraud Centre"),
    ("食药环侦大队", "Food, Drug and Environment Crime Brigade"),
    ("科技信通科", "Technology Section"),
    ("警务保障室", "Logistics Office"),
    ("巡特警大队", "Patrol Brigade"),
];

/// The county when it is made: who acts in it.
pub struct Acting {
    pub superiors: Superiors,
    /// Those who write for each department.
    pub departments: Vec<Actor>,
    pub stations: Vec<Station>,
}

pub struct County<'a> {
    house: &'a House,
    names: Names,
    random: ChaCha8Rng,
    start: Day,
    operator: Actor,
    /// Ranks and certificates are the political office's.
    political: Option<Actor>,
    /// Hashed once: every account has the same password, and hashing takes long.
    password: Hashed,
    next_number: u32,
}

fn code(text: &str) -> Result<UnitCode> {
    UnitCode::parse(text).with_context(|| format!("unit code {text}"))
}

/// The bureau, its stations and their people in one transaction: quicker, and whole or not at all.
pub async fn build(
    house: &House,
    random: &ChaCha8Rng,
    start: Day,
    stations: u32,
    officers: u32,
) -> Result<Acting> {
    let held = house.db.hold().await?;
    let mut together = house.clone();
    together.db = held.database.clone();
    let acting = County::new(&together, random.clone(), start).await?.build(stations, officers).await?;
    drop(together);
    held.commit().await?;
    Ok(acting)
}

impl<'a> County<'a> {
    pub async fn new(house: &'a House, random: ChaCha8Rng, start: Day) -> Result<Self> {
        Ok(Self {
            house,
            names: Names::embedded()?,
            random,
            start,
            operator: Actor::operator(),
            political: None,
            password: Hashed::of(PASSWORD, "demo", Cost::STANDARD).await?,
            next_number: 1,
        })
    }

    /// The bureau with its own people, then the stations.
    pub async fn build(&mut self, stations: u32, people: u32) -> Result<Acting> {
        let (county, county_en) = COUNTY;
        self.unit(
            "B01",
            None,
            UnitKind::Bureau,
            0,
            &format!("{county}公安局"),
            &format!("{county_en} Public Security Bureau"),
        )
        .await?;
        let bureau = code("B01")?;
        self.political = Some(
            self.member(&bureau, PersonKind::Officer, Post::Other, "political", Role::PoliticalOffice)
                .await?,
        );
        let leader =
            self.member(&bureau, PersonKind::Officer, Post::Leader, "leader", Role::BureauLeader).await?;
        let command =
            self.member(&bureau, PersonKind::Officer, Post::Command, "command", Role::CommandCentre).await?;
        let legal =
            self.member(&bureau, PersonKind::Officer, Post::LegalReview, "legal", Role::LegalOfficer).await?;
        self.member(&bureau, PersonKind::Civilian, Post::Technology, "system", Role::SystemAdministrator)
            .await?;
        self.member(&bureau, PersonKind::Civilian, Post::Technology, "security", Role::SecurityAdministrator)
            .await?;
        self.member(&bureau, PersonKind::Civilian, Post::Technology, "audit", Role::AuditAdministrator)
            .await?;

        let towns = self.names.towns(&mut self.random, usize::try_from(stations)?);
        let mut made = Vec::new();
        for (number, town) in (1..=stations).zip(towns) {
            // Equal shares; the first stations take the remainder.
            let staff = people / stations + u32::from(number <= people % stations);
            made.push(self.station(number, &town, staff.max(5)).await?);
        }
        let departments = self.departments().await?;
        Ok(Acting { superiors: Superiors { leader, legal, command }, departments, stations: made })
    }

    /// The departments with somebody who writes for each; after the stations, so that these are
    /// the same people with and without them.
    async fn departments(&mut self) -> Result<Vec<Actor>> {
        let mut made = Vec::new();
        for ((name, name_en), number) in DEPARTMENTS.into_iter().zip(1_u32..) {
            let text = format!("D{number:02}");
            self.unit(&text, Some("B01"), UnitKind::Department, 500 + number, name, name_en).await?;
            let sign_in = text.to_lowercase();
            let unit = code(&text)?;
            made.push(
                self.member(&unit, PersonKind::Officer, Post::Other, &sign_in, Role::Department).await?,
            );
        }
        Ok(made)
    }

    async fn station(&mut self, number: u32, town: &str, staff: u32) -> Result<Station> {
        let text = format!("S{number:02}");
        let town_en = capitalised(town);
        self.unit(
            &text,
            Some("B01"),
            UnitKind::Station,
            number,
            &format!("{town}派出所"),
            &format!("{town_en} Police Station"),
        )
        .await?;
        let unit = code(&text)?;
        let name = |role: &str| format!("{}.{role}", text.to_lowercase());
        let chief =
            self.member(&unit, PersonKind::Officer, Post::Leader, &name("chief"), Role::Chief).await?;
        self.member(&unit, PersonKind::Officer, Post::Leader, &name("instructor"), Role::Instructor).await?;
        let desk =
            self.member(&unit, PersonKind::Officer, Post::Desk, &name("desk"), Role::DeskOfficer).await?;
        // Two in five are officers, most others auxiliaries.
        let officers = (staff * 2 / 5).saturating_sub(1).max(2);
        let mut actors = Vec::new();
        let posts = [Post::Community, Post::CaseHandling, Post::Patrol, Post::CaseHandling, Post::Household];
        for (place, post) in (1..=officers).zip(posts.iter().cycle()) {
            let sign_in = name(&format!("officer{place}"));
            actors.push(self.member(&unit, PersonKind::Officer, *post, &sign_in, Role::Officer).await?);
        }
        for place in 0..staff.saturating_sub(officers + 3) {
            let civilian = place % 7 == 6;
            let kind = if civilian { PersonKind::Civilian } else { PersonKind::Auxiliary };
            self.person(&unit, kind, if civilian { Post::Household } else { Post::Patrol }).await?;
        }
        Ok(Station { code: unit, number, chief, desk, officers: actors })
    }

    async fn unit(
        &self,
        text: &str,
        parent: Option<&str>,
        kind: UnitKind,
        position: u32,
        name: &str,
        name_en: &str,
    ) -> Result<()> {
        let unit = Unit {
            code: code(text)?,
            parent: parent.map(code).transpose()?,
            kind,
            name: name.to_owned(),
            name_en: name_en.to_owned(),
            position: i64::from(position),
            revision: 1,
        };
        Ok(people::add_unit(&self.house.db, &self.operator, unit).await?)
    }

    /// Somebody with an account and one role.
    async fn member(
        &mut self,
        unit: &UnitCode,
        kind: PersonKind,
        post: Post,
        sign_in: &str,
        role: Role,
    ) -> Result<Actor> {
        let (person, name) = self.person(unit, kind, post).await?;
        let new = NewAccount {
            id: AccountId::new(),
            sign_in_name: SignInName::parse(sign_in).with_context(|| sign_in.to_owned())?,
            holder: Holder::Person(person.clone()),
            password: self.password.clone(),
            language: Language::Chinese,
        };
        let db = &self.house.db;
        let account = people::open_account(db, &self.operator, new).await?;
        let grant = Grant { role, unit: unit.clone() };
        people::grant_role(db, &self.operator, account.clone(), grant.clone()).await?;
        Ok(Actor {
            account,
            person: Some(person),
            name,
            unit: unit.clone(),
            grants: vec![grant],
            language: Language::Chinese,
        })
    }

    async fn person(&mut self, unit: &UnitCode, kind: PersonKind, post: Post) -> Result<(PersonId, String)> {
        let random = &mut self.random;
        let women = if kind == PersonKind::Civilian { 0.6 } else { 0.2 };
        let gender = if random.random_bool(women) { Gender::Female } else { Gender::Male };
        let name = self.names.person(random, gender);
        let served =
            if post == Post::Leader { random.random_range(12..26) } else { random.random_range(1..22) };
        let joined_on = self.start.plus_days(-served * 366 - random.random_range(1..360));
        let born = joined_on.plus_days(-random.random_range(22 * 365..26 * 365));
        let police_number = (kind != PersonKind::Civilian).then(|| {
            let letter = if kind == PersonKind::Auxiliary { "F" } else { "" };
            format!("{letter}{:06}", 20_000 + self.next_number)
        });
        self.next_number += 1;
        let new = NewPerson {
            id: PersonId::new(),
            unit: unit.clone(),
            kind,
            name: PersonName::parse(&name).context("name")?,
            gender: if gender == Gender::Female { rules::Gender::Female } else { rules::Gender::Male },
            police_number: police_number.as_deref().and_then(PoliceNumber::parse),
            post,
            joined_on,
            // Every third worked somewhere else before.
            working_since: self.next_number.is_multiple_of(3).then(|| joined_on.plus_days(-700)),
            identity: Some(identity(born, self.next_number, gender)?),
            // Of a few it was not written down.
            telephone: match self.next_number.is_multiple_of(25) {
                true => None,
                false => Telephone::parse(&format!("1390000{:04}", self.next_number)),
            },
        };
        let db = &self.house.db;
        let id = people::hire_person(db, &self.operator, new).await?;
        if let (PersonKind::Officer, Some(political)) = (kind, self.political.clone()) {
            self.career(&political, &id, joined_on, served).await?;
        }
        Ok((id, name))
    }

    /// Rank by years of service, the basic enforcement qualification, for some a driving licence.
    async fn career(&mut self, political: &Actor, id: &PersonId, joined_on: Day, served: i64) -> Result<()> {
        let db = &self.house.db;
        const LADDER: [(i64, Rank); 6] = [
            (1, Rank::SuperintendentThree),
            (4, Rank::SuperintendentTwo),
            (8, Rank::SuperintendentOne),
            (12, Rank::SupervisorThree),
            (16, Rank::SupervisorTwo),
            (21, Rank::SupervisorOne),
        ];
        let mut revision = 1;
        for (after, rank) in LADDER.into_iter().filter(|(after, _)| *after <= served) {
            let entry = RankEntry { rank, since: joined_on.plus_months(after * 12) };
            people::rank_person(db, political, id.clone(), revision, entry).await?;
            revision += 1;
        }
        let random = &mut self.random;
        let issued_on = joined_on.plus_months(10);
        let mut certificates = vec![(QualificationKind::EnforcementBasic, issued_on, None)];
        if random.random_bool(0.4) {
            // Some run out soon, so that the list of expiring ones has something to show.
            let expires = self.start.plus_days(random.random_range(200..1500));
            certificates.push((QualificationKind::Firearm, self.start.plus_days(-400), Some(expires)));
        }
        if random.random_bool(0.15) {
            certificates.push((
                QualificationKind::FirstAid,
                self.start.plus_days(-300),
                Some(self.start.plus_days(795)),
            ));
        }
        for (kind, issued_on, expires_on) in certificates {
            let number = format!("{:08}", self.random.random_range(1_000_000..99_999_999));
            let new = Qualification { kind, number, issued_on, expires_on };
            people::qualify_person(db, political, id.clone(), revision, new).await?;
            revision += 1;
        }
        Ok(())
    }
}

/// An identity number with a right check character and a region code that is
/// not assigned to any place, so that it is nobody's.
fn identity(born: Day, number: u32, gender: Gender) -> Result<IdentityNumber> {
    let order = (number % 499) * 2 + u32::from(gender == Gender::Male);
    let digits =
        format!("990{:03}{:04}{:02}{:02}{order:03}", number % 1000, born.year(), born.month(), born.day());
    "0123456789X"
        .chars()
        .find_map(|check| IdentityNumber::parse(&format!("{digits}{check}")).ok())
        .with_context(|| format!("identity number from {digits}"))
}

/// 城关 → Chengguan.
fn capitalised(town: &str) -> String {
    let spelled: String = town
        .chars()
        .map(|letter| letter.to_pinyin().map_or_else(|| letter.to_string(), |sound| sound.plain().to_owned()))
        .collect();
    let mut letters = spelled.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// One of several, by chance.
pub fn pick<'v, T>(values: &'v [T], random: &mut ChaCha8Rng) -> Result<&'v T> {
    values.choose(random).context("nothing to choose from")
}
