//! Cedar behind a small door: policies loaded once, decisions as `Permit`.

use crate::{Attribute, Entity, PolicyFile, Resource};
use cedar_policy::{
    ActionConstraint, Authorizer, Context, Decision, Entities, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression, Schema, SchemaFragment, ValidationMode, Validator,
};
use kernel::{AccountId, Actor, Grant, Problem, Role, Status, Text, UnitCode};
use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use std::sync::{PoisonError, RwLock};

/// The policies of the program, validated against their schema.
pub struct Access {
    authorizer: Authorizer,
    schema: Schema,
    /// The schema as JSON, from which typical resources are made.
    pub(crate) schema_json: serde_json::Value,
    actions: HashMap<String, Action>,
    kinds: HashMap<String, EntityTypeName>,
    scopes: RwLock<Scopes>,
}

/// The units of every action that holders of these roles were asked about before.
type Scopes = HashMap<Vec<Grant>, HashMap<String, Vec<UnitCode>>>;

/// Sets of roles whose scopes are kept; more are all forgotten.
const KEPT_SCOPES: usize = 2_000;

/// An action, and the only policies that can speak of it.
struct Action {
    uid: EntityUid,
    policies: PolicySet,
}

/// Policies that cannot be put in force.
#[derive(Debug, thiserror::Error)]
pub enum AccessProblem {
    #[error("access rules of {area}: {problem}")]
    Unreadable { area: String, problem: String },
    #[error("access rules do not fit their schema: {0}")]
    Invalid(String),
}

/// Cedar's yes to one action on one thing. It cannot be made elsewhere.
#[derive(Debug)]
pub struct Permit {
    action: String,
    resource: Entity,
}

impl Permit {
    pub fn action(&self) -> &str {
        &self.action
    }
    pub fn resource(&self) -> &Entity {
        &self.resource
    }
}

/// The answer is no.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{action} on {kind} is not permitted")]
pub struct Denied {
    pub action: String,
    pub kind: &'static str,
}

impl Problem for Denied {
    fn message(&self) -> Text {
        Text::new("access-denied")
    }
    fn status(&self) -> Status {
        Status::Denied
    }
}

const PLATFORM_SCHEMA: &str = include_str!("schema.cedarschema");

impl Access {
    /// Loads and validates the policies of all areas.
    ///
    /// # Errors
    /// A text Cedar cannot read, or a policy that does not fit the schema.
    pub fn new(files: &[PolicyFile]) -> Result<Self, AccessProblem> {
        let mut policy_text = String::new();
        let mut schema_text = String::from(PLATFORM_SCHEMA);
        for file in files {
            // Read each alone first, so that an error names its area.
            PolicySet::from_str(file.policies).map_err(|problem| AccessProblem::Unreadable {
                area: file.area.to_owned(),
                problem: format!("{problem}"),
            })?;
            policy_text.push_str(file.policies);
            policy_text.push('\n');
            schema_text.push_str(file.schema);
            schema_text.push('\n');
        }
        let invalid = |problem: String| AccessProblem::Invalid(problem);
        let policies = PolicySet::from_str(&policy_text).map_err(|e| invalid(e.to_string()))?;
        let (fragment, _) =
            SchemaFragment::from_cedarschema_str(&schema_text).map_err(|e| invalid(format!("{e:?}")))?;
        let schema_json = fragment.clone().to_json_value().map_err(|e| invalid(e.to_string()))?;
        let schema = Schema::from_schema_fragments([fragment]).map_err(|e| invalid(format!("{e:?}")))?;
        let checked = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        if !checked.validation_passed() {
            let found: Vec<String> = checked.validation_errors().map(ToString::to_string).collect();
            return Err(invalid(found.join("; ")));
        }
        let groups = schema.action_entities().map_err(|e| invalid(e.to_string()))?;
        let mut actions = HashMap::new();
        for uid in schema.actions() {
            let mut names: HashSet<EntityUid> =
                groups.ancestors(uid).into_iter().flatten().cloned().collect();
            names.insert(uid.clone());
            let speaking = policies.policies().filter(|policy| match policy.action_constraint() {
                ActionConstraint::Any => true,
                ActionConstraint::In(uids) => uids.iter().any(|uid| names.contains(uid)),
                ActionConstraint::Eq(only) => only == *uid,
            });
            let policies = PolicySet::from_policies(speaking.cloned()).map_err(|e| invalid(e.to_string()))?;
            actions.insert(uid.id().unescaped().to_owned(), Action { uid: uid.clone(), policies });
        }
        let kinds = schema.entity_types().map(|kind| (kind.to_string(), kind.clone())).collect();
        let scopes = RwLock::default();
        Ok(Self { authorizer: Authorizer::new(), schema, schema_json, actions, kinds, scopes })
    }

    /// The names of all actions, in order.
    pub fn actions(&self) -> Vec<String> {
        let mut names: Vec<String> = self.actions.keys().cloned().collect();
        names.sort();
        names
    }

    /// May the actor do this? `path` is the resource's unit and all units above it.
    ///
    /// # Errors
    /// `Denied`, also when the action or the resource does not fit the schema.
    pub fn require(
        &self,
        actor: &Actor,
        action: &str,
        resource: &impl Resource,
        path: &[UnitCode],
    ) -> Result<Permit, Denied> {
        let resource = resource.describe();
        let denied = Denied { action: action.to_owned(), kind: resource.kind };
        if self.decide(actor, action, &resource, path).unwrap_or(false) {
            Ok(Permit { action: action.to_owned(), resource })
        } else {
            Err(denied)
        }
    }

    /// The units for which the actor may do this to everything of a kind.
    ///
    /// A list shows what lies at or below these units. It follows from the roles alone.
    pub fn scope(&self, actor: &Actor, action: &str) -> Vec<UnitCode> {
        // Whoever panicked left a map that is whole.
        let scopes = self.scopes.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(units) = scopes.get(&actor.grants).and_then(|those| those.get(action)) {
            return units.clone();
        }
        drop(scopes);
        let units = self.scope_of(&actor.grants, action);
        let mut scopes = self.scopes.write().unwrap_or_else(PoisonError::into_inner);
        if scopes.len() >= KEPT_SCOPES && !scopes.contains_key(&actor.grants) {
            scopes.clear();
        }
        scopes.entry(actor.grants.clone()).or_default().insert(action.to_owned(), units.clone());
        units
    }

    /// The scope of somebody with these roles of whom nothing else is known.
    fn scope_of(&self, grants: &[Grant], action: &str) -> Vec<UnitCode> {
        let Some(kind) = self.resource_kind(action) else {
            return Vec::new();
        };
        let actor = &Actor {
            account: AccountId::stored("somebody".to_owned()),
            grants: grants.to_vec(),
            ..Actor::operator()
        };
        let mut units: Vec<UnitCode> = actor.grants.iter().map(|grant| grant.unit.clone()).collect();
        units.sort();
        units.dedup();
        units.retain(|unit| {
            let typical = self.typical(&kind, unit);
            self.decide_json(actor, action, &typical, std::slice::from_ref(unit)).unwrap_or(false)
        });
        units
    }

    fn decide(&self, actor: &Actor, action: &str, resource: &Entity, path: &[UnitCode]) -> Option<bool> {
        let mut attributes: HashMap<String, RestrictedExpression> =
            resource.attributes.iter().map(|(name, value)| ((*name).to_owned(), expression(value))).collect();
        let unit = self.unit_uid(&resource.unit)?;
        let uid = if resource.kind == "Unit" {
            unit
        } else {
            attributes.insert("unit".to_owned(), RestrictedExpression::new_entity_uid(unit));
            self.uid(resource.kind, &resource.id)?
        };
        self.ask(actor, action, uid, attributes, path)
    }

    pub(crate) fn decide_json(
        &self,
        actor: &Actor,
        action: &str,
        typical: &Typical,
        path: &[UnitCode],
    ) -> Option<bool> {
        let uid = match typical.kind.as_str() {
            "Unit" => self.unit_uid(path.first()?)?,
            kind => self.uid(kind, "typical")?,
        };
        self.ask(actor, action, uid, typical.attributes.clone(), path)
    }

    fn ask(
        &self,
        actor: &Actor,
        action: &str,
        resource: EntityUid,
        attributes: HashMap<String, RestrictedExpression>,
        path: &[UnitCode],
    ) -> Option<bool> {
        let account = self.uid("Account", actor.account.as_str())?;
        let mut entities = vec![self.account(&account, actor)?];
        // The chain of units upwards; the last has none above it here.
        for (place, unit) in path.iter().enumerate() {
            let above = path.get(place + 1).and_then(|unit| self.unit_uid(unit)).into_iter().collect();
            entities.push(cedar_policy::Entity::new(self.unit_uid(unit)?, HashMap::new(), above).ok()?);
        }
        if !entities.iter().any(|entity| entity.uid() == resource) {
            entities.push(cedar_policy::Entity::new(resource.clone(), attributes, HashSet::new()).ok()?);
        }
        let entities = Entities::from_entities(entities, None).ok()?;
        let Action { uid, policies } = self.actions.get(action)?;
        let request =
            Request::new(account, uid.clone(), resource, Context::empty(), Some(&self.schema)).ok()?;
        let answer = self.authorizer.is_authorized(&request, policies, &entities);
        // A policy that failed to evaluate (an attribute missing) must not pass unseen.
        let clean = answer.diagnostics().errors().next().is_none();
        Some(clean && answer.decision() == Decision::Allow)
    }

    fn account(&self, account: &EntityUid, actor: &Actor) -> Option<cedar_policy::Entity> {
        let mut attributes = HashMap::new();
        // Without a person the account stands in, so that "own" never means "nobody's".
        let person = actor.person.as_ref().map_or_else(|| actor.account.to_string(), ToString::to_string);
        attributes.insert("person".to_owned(), RestrictedExpression::new_string(person));
        attributes.insert("is_operator".to_owned(), RestrictedExpression::new_bool(actor.is_operator()));
        for role in Role::ALL {
            let units = actor.units_as(role).filter_map(|unit| self.unit_uid(unit));
            let units = units.map(RestrictedExpression::new_entity_uid);
            attributes.insert(role.as_str().to_owned(), RestrictedExpression::new_set(units));
        }
        cedar_policy::Entity::new(account.clone(), attributes, HashSet::new()).ok()
    }

    /// The type of resource that an action is done to.
    pub(crate) fn resource_kind(&self, action: &str) -> Option<String> {
        let types =
            self.schema_json.get("")?.get("actions")?.get(action)?.get("appliesTo")?.get("resourceTypes")?;
        types.as_array()?.first()?.as_str().map(str::to_owned)
    }

    /// A resource of this type with nothing special about it, for scopes and tables.
    pub(crate) fn typical(&self, kind: &str, unit: &UnitCode) -> Typical {
        let mut attributes = HashMap::new();
        let declared = self
            .schema_json
            .get("")
            .and_then(|all| all.get("entityTypes")?.get(kind)?.get("shape")?.get("attributes"));
        for (name, shape) in declared.and_then(|map| map.as_object()).into_iter().flatten() {
            let of = |field: &str| shape.get(field).and_then(|value| value.as_str()).unwrap_or_default();
            let value = match (of("type"), of("name")) {
                (_, "String") => RestrictedExpression::new_string(String::new()),
                (_, "Long") => RestrictedExpression::new_long(0),
                (_, "Bool" | "Boolean") => RestrictedExpression::new_bool(false),
                (_, "Unit") => match self.unit_uid(unit) {
                    Some(uid) => RestrictedExpression::new_entity_uid(uid),
                    None => continue,
                },
                ("Set", _) => RestrictedExpression::new_set([]),
                _ => continue,
            };
            attributes.insert(name.clone(), value);
        }
        Typical { kind: kind.to_owned(), attributes }
    }

    fn uid(&self, kind: &str, id: &str) -> Option<EntityUid> {
        Some(EntityUid::from_type_name_and_id(self.kinds.get(kind)?.clone(), EntityId::new(id)))
    }

    fn unit_uid(&self, unit: &UnitCode) -> Option<EntityUid> {
        self.uid("Unit", unit.as_str())
    }
}

/// A resource made from the schema alone.
pub(crate) struct Typical {
    pub kind: String,
    pub attributes: HashMap<String, RestrictedExpression>,
}

fn expression(value: &Attribute) -> RestrictedExpression {
    match value {
        Attribute::Text(text) => RestrictedExpression::new_string(text.clone()),
        Attribute::Number(number) => RestrictedExpression::new_long(*number),
        Attribute::Flag(flag) => RestrictedExpression::new_bool(*flag),
        Attribute::Texts(texts) => {
            RestrictedExpression::new_set(texts.iter().cloned().map(RestrictedExpression::new_string))
        }
    }
}
