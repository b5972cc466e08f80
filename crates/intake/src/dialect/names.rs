//! Who an event is about: every name it tells, the strongest first.

use super::json::{Json, Object};
use vihje_model::identity::{IdKind, Identifier};

/// Names gathered from one event.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<Identifier>);

impl Names {
    /// Takes a name in where it is one.
    pub(super) fn add(&mut self, kind: IdKind, told: Option<&Json<'_>>) {
        if let Some(text) = told.and_then(Json::text) {
            self.add_text(kind, &text);
        }
    }

    pub(super) fn add_text(&mut self, kind: IdKind, text: &str) {
        let Some(name) = Identifier::told(kind, text) else { return };
        // An own id that is an e-mail address is one too.
        let address = (kind == IdKind::Customer && name.value.contains('@'))
            .then(|| Identifier::told(IdKind::Email, &name.value))
            .flatten();
        for name in std::iter::once(name).chain(address) {
            if !self.0.contains(&name) {
                self.0.push(name);
            }
        }
    }

    /// The address and number among traits.
    pub(super) fn traits(&mut self, traits: &Object<'_>) {
        self.add(IdKind::Email, traits.get("email"));
        self.add(IdKind::Phone, traits.get("phone"));
    }

    /// Ids in other systems: `[{"type": "hubspot", "id": "12"}]`, as Segment and RudderStack tell them.
    pub(super) fn external(&mut self, ids: Option<&Json<'_>>) {
        for id in ids.and_then(Json::list).unwrap_or_default().iter().filter_map(Json::object) {
            let (Some(system), Some(value)) = (id.text(&["type"]), id.text(&["id"])) else { continue };
            match system.to_ascii_lowercase().as_str() {
                "email" => self.add_text(IdKind::Email, &value),
                "phone" => self.add_text(IdKind::Phone, &value),
                "user_id" | "userid" => self.add_text(IdKind::Customer, &value),
                "anonymous_id" | "anonymousid" => self.add_text(IdKind::Anonymous, &value),
                _ => self.add_text(IdKind::External, &format!("{system}:{value}")),
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of these kinds is among them.
    pub(super) fn has(&self, kind: IdKind) -> bool {
        self.0.iter().any(|name| name.kind == kind)
    }

    /// The names, the strongest first; of one kind as they were told.
    pub(super) fn done(mut self) -> Vec<Identifier> {
        self.0.sort_by_key(|name| name.kind);
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_name_comes_first_and_none_twice() {
        let json = Json::parse(
            r#"{"email": "ADA@b.fi", "phone": "040 123 4567", "ids": [{"id": 12, "type": "hubspot"}, {"id": "ada@b.fi", "type": "email"}, {"type": "x"}]}"#,
        )
        .unwrap();
        let object = json.object().unwrap();
        let mut names = Names::default();
        names.add(IdKind::Anonymous, Some(&Json::Text("a-1".into())));
        names.add(IdKind::Anonymous, Some(&Json::Null));
        names.traits(object);
        names.external(object.get("ids"));
        names.add(IdKind::Customer, Some(&Json::Whole(7)));
        names.add(IdKind::Customer, Some(&Json::Text("undefined".into())));
        let ids: Vec<_> = names.done().iter().map(Identifier::source_id).collect();
        assert_eq!(ids, ["7", "external:hubspot:12", "email:ada@b.fi", "phone:0401234567", "anonymous:a-1"]);
    }

    #[test]
    fn an_own_id_that_is_an_address_is_both() {
        let mut names = Names::default();
        names.add_text(IdKind::Customer, "Ada@b.fi");
        let ids: Vec<_> = names.done().iter().map(Identifier::source_id).collect();
        assert_eq!(ids, ["Ada@b.fi", "email:ada@b.fi"]);
    }
}
