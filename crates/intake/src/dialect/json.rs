//! JSON as the events need it: text is borrowed from the request, members stay in order, and an object or a request can be
//! taken apart without reading its members. Must never recurse deeper than the parser's own limit of 128.
//!
//! Numbers that are not whole pass through a binary float. That loses nothing a sender of money can mean: up to 15 significant
//! digits the shortest text of the nearest float is the very text that was read.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    Whole(i128),
    Real(f64),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Object<'a>),
}

/// An object's members in order; of members with one name the last holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Object<'a>(pub(super) Vec<(Cow<'a, str>, Json<'a>)>);

/// An object's members, unread.
#[derive(Debug, Default)]
pub(super) struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Json<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Null, or text of nothing but white space.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// A single value as text: what is told as a number is often meant as a name.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text.trim())).filter(|text| !text.is_empty()),
            Self::Whole(whole) => Some(Cow::Owned(whole.to_string())),
            Self::Real(real) => Some(Cow::Owned(real.to_string())),
            Self::Bool(truth) => Some(Cow::Borrowed(if *truth { "true" } else { "false" })),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    pub(super) fn object(&self) -> Option<&Object<'a>> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    pub(super) fn list(&self) -> Option<&[Json<'a>]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }
}

impl<'a> Object<'a> {
    /// A member that says something.
    pub(super) fn get(&self, name: &str) -> Option<&Json<'a>> {
        let found = self.0.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value);
        found.filter(|value| !value.is_nothing())
    }

    /// The first of several names under which something is said.
    pub(super) fn any(&self, names: &[&str]) -> Option<&Json<'a>> {
        names.iter().find_map(|name| self.get(name))
    }

    /// The first of several names that holds a single value, as text.
    pub(super) fn text(&self, names: &[&str]) -> Option<Cow<'_, str>> {
        names.iter().find_map(|name| self.get(name).and_then(Json::text))
    }

    pub(super) fn object(&self, name: &str) -> Option<&Object<'a>> {
        self.get(name).and_then(Json::object)
    }
}

impl<'a> Members<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'a RawValue> {
        let found = self.0.iter().rev().find(|(own, _)| own == name).map(|(_, value)| *value);
        found.filter(|value| value.get() != "null")
    }

    /// A member as text, where it is a single value.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        Json::parse(self.get(name)?.get()).ok()?.text().map(Cow::into_owned)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Values)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Unread;
        impl<'de> Visitor<'de> for Unread {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Borrowed(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(Unread)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(truth))
    }

    fn visit_i64<E: Error>(self, whole: i64) -> Result<Self::Value, E> {
        Ok(Json::Whole(whole.into()))
    }

    fn visit_u64<E: Error>(self, whole: u64) -> Result<Self::Value, E> {
        Ok(Json::Whole(whole.into()))
    }

    fn visit_f64<E: Error>(self, real: f64) -> Result<Self::Value, E> {
        Ok(Json::Real(real))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::with_capacity(8);
        while let Some((Borrowed(name), value)) = map.next_entry()? {
            members.push((name, value));
        }
        Ok(Json::Object(Object(members)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_borrowed_and_the_last_member_of_a_name_holds() {
        let json = Json::parse(r#"{"a": "x", "b": [1, -2.50, true, null], "a": "\u00e4"}"#).unwrap();
        let object = json.object().unwrap();
        assert_eq!(object.text(&["none", "a"]).as_deref(), Some("ä"));
        assert!(matches!(&object.0[0].1, Json::Text(Cow::Borrowed("x"))));
        let texts: Vec<_> = object.get("b").unwrap().list().unwrap().iter().map(Json::text).collect();
        assert_eq!(texts, [Some("1".into()), Some("-2.5".into()), Some("true".into()), None]);
    }

    #[test]
    fn deep_nesting_is_an_error_and_not_a_crash() {
        assert!(Json::parse(&"[".repeat(100_000)).is_err());
        let deep = format!("{{\"a\": {}1{}}}", "[".repeat(50_000), "]".repeat(50_000));
        let members: Members<'_> = serde_json::from_str(&deep).unwrap();
        assert!(Json::parse(members.get("a").unwrap().get()).is_err());
    }
}
