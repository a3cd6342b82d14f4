//! A serde deserializer over [`Node`]s whose errors know the node they are about.

use std::{
    collections::{HashMap, HashSet},
    fmt, slice,
};

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use super::{
    at::AT,
    node::{Key, Kind, Node, Value},
};

/// One mistake in the shape of a file.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) remedy: String,
    /// The required key that isn't there.
    pub(super) missing: Option<&'static str>,
    /// The node to leave out so that reading can go on, and the line to show; absent until a node on the way out claims it.
    pub(super) place: Option<(NodeId, u32)>,
}

/// A node of a tree that stays where it is while it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NodeId(usize);

impl NodeId {
    pub(super) fn of(node: &Node) -> NodeId {
        NodeId(std::ptr::from_ref(node).addr())
    }
}

/// What reading has to step around, so that it finds the next mistake.
#[derive(Debug, Default)]
pub(super) struct Detours {
    /// Nodes that are left out.
    pub(super) pruned: HashSet<NodeId>,
    /// Maps that lack required keys, which read as blanks.
    pub(super) blanks: HashMap<NodeId, Vec<&'static str>>,
}

#[derive(Clone, Copy)]
pub(super) struct Decoder<'a> {
    pub(super) node: &'a Node,
    pub(super) detours: &'a Detours,
}

impl<'a> Decoder<'a> {
    fn wrong<V>(self, expected: &dyn Expected) -> Result<V, Mistake> {
        let unexpected = match &self.node.value {
            Value::Null => Unexpected::Unit,
            Value::Scalar { text, kind: Kind::Text, .. } => Unexpected::Str(text),
            Value::Scalar { text, .. } => Unexpected::Other(text),
            Value::List(_) => Unexpected::Seq,
            Value::Map(_) => Unexpected::Map,
        };
        self.claim(Err(de::Error::invalid_type(unexpected, expected)))
    }

    /// Makes a mistake without a place one about this node.
    fn claim<V>(self, result: Result<V, Mistake>) -> Result<V, Mistake> {
        result.map_err(|mistake| mistake.at(self.node, self.node.line))
    }

    fn entries(self, entries: &'a [(Key, Node)]) -> MapEntries<'a> {
        let blanks = self.detours.blanks.get(&NodeId::of(self.node)).map_or(&[][..], Vec::as_slice);
        MapEntries { entries: entries.iter(), blanks: blanks.iter(), value: None, detours: self.detours }
    }
}

impl<'de> Deserializer<'de> for Decoder<'_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.claim(match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Scalar { text, kind, .. } => match kind {
                Kind::Text => visitor.visit_str(text),
                Kind::Whole(it) => visitor.visit_i64(*it),
                Kind::Number(it) => visitor.visit_f64(*it),
                Kind::Bool(it) => visitor.visit_bool(*it),
            },
            Value::List(items) => visitor.visit_seq(ListItems { items: items.iter(), detours: self.detours }),
            Value::Map(entries) => visitor.visit_map(self.entries(entries)),
        })
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.node.value {
            Value::Scalar { text, kind, loose } if *loose || *kind == Kind::Text => self.claim(visitor.visit_str(text)),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.node.value {
            Value::Null => self.claim(visitor.visit_none()),
            _ => self.claim(visitor.visit_some(self)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Mistake> {
        self.claim(visitor.visit_newtype_struct(self))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.node.value {
            Value::List(_) => self.deserialize_any(visitor),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, name: &'static str, len: usize, visitor: V) -> Result<V::Value, Mistake> {
        if name == AT {
            return self.claim(visitor.visit_seq(LineThen { line: Some(self.node.line), value: Some(self) }));
        }
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.node.value {
            Value::Map(_) => self.deserialize_any(visitor),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match &self.node.value {
            Value::Scalar { text, .. } => {
                let variant: StrDeserializer<'_, Mistake> = text.as_str().into_deserializer();
                self.claim(visitor.visit_enum(variant))
            }
            _ => self.wrong(&visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple identifier ignored_any
    }
}

struct ListItems<'a> {
    items: slice::Iter<'a, Node>,
    detours: &'a Detours,
}

impl<'de> SeqAccess<'de> for ListItems<'_> {
    type Error = Mistake;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mistake> {
        let detours = self.detours;
        let Some(node) = self.items.find(|node| !detours.pruned.contains(&NodeId::of(node))) else { return Ok(None) };
        let decoder = Decoder { node, detours };
        decoder.claim(seed.deserialize(decoder)).map(Some)
    }
}

struct MapEntries<'a> {
    entries: slice::Iter<'a, (Key, Node)>,
    blanks: slice::Iter<'a, &'static str>,
    /// The value that follows the last key; `None` within for a blank.
    value: Option<Option<&'a Node>>,
    detours: &'a Detours,
}

impl<'de> MapAccess<'de> for MapEntries<'_> {
    type Error = Mistake;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mistake> {
        let detours = self.detours;
        if let Some((key, node)) = self.entries.find(|(_, node)| !detours.pruned.contains(&NodeId::of(node))) {
            self.value = Some(Some(node));
            return seed
                .deserialize(KeyDecoder { text: &key.text, line: key.line })
                .map(Some)
                .map_err(|mistake| mistake.at(node, key.line));
        }
        let Some(blank) = self.blanks.next() else { return Ok(None) };
        self.value = Some(None);
        seed.deserialize(KeyDecoder { text: blank, line: 0 }).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mistake> {
        match self.value.take().flatten() {
            Some(node) => {
                let decoder = Decoder { node, detours: self.detours };
                decoder.claim(seed.deserialize(decoder))
            }
            None => seed.deserialize(Blank),
        }
    }
}

#[derive(Clone, Copy)]
struct KeyDecoder<'a> {
    text: &'a str,
    line: u32,
}

impl<'de> Deserializer<'de> for KeyDecoder<'_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_str(self.text)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_seq(LineThen { line: Some(self.line), value: Some(self) })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let variant: StrDeserializer<'_, Mistake> = self.text.into_deserializer();
        visitor.visit_enum(variant)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple map struct identifier ignored_any
    }
}

/// The two parts of an [`super::At`].
struct LineThen<D> {
    line: Option<u32>,
    value: Option<D>,
}

impl<'de, D: Deserializer<'de, Error = Mistake>> SeqAccess<'de> for LineThen<D> {
    type Error = Mistake;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mistake> {
        match self.line.take() {
            Some(line) => seed.deserialize(line.into_deserializer()).map(Some),
            None => self.value.take().map(|value| seed.deserialize(value)).transpose(),
        }
    }
}

/// Stands for a required key that is missing: it reads as the emptiest value of whatever type is wanted, so that the rest of
/// the map can be looked at. What is read this way is thrown away afterwards.
struct Blank;

impl<'de> Deserializer<'de> for Blank {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_str("")
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_bool(false)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_seq(LineThen { line: None, value: None::<Blank> })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_seq(LineThen { line: Some(0), value: Some(Blank) })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_map(BlankFields([].iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        visitor.visit_map(BlankFields(fields.iter()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let variant: StrDeserializer<'_, Mistake> = variants.first().copied().unwrap_or_default().into_deserializer();
        visitor.visit_enum(variant)
    }

    forward_to_deserialize_any! { char str string bytes byte_buf unit unit_struct tuple identifier ignored_any }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_u8(0)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_u8(0)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_u8(0)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_u8(0)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_u8(0)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_u8(0)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_u8(0)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_u8(0)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_f32(0.0)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_f64(0.0)
    }
}

struct BlankFields(slice::Iter<'static, &'static str>);

impl<'de> MapAccess<'de> for BlankFields {
    type Error = Mistake;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mistake> {
        self.0.next().map(|field| seed.deserialize(KeyDecoder { text: field, line: 0 })).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mistake> {
        seed.deserialize(Blank)
    }
}

impl Mistake {
    fn new(message: String, remedy: impl Into<String>) -> Mistake {
        Mistake { message, remedy: remedy.into(), missing: None, place: None }
    }

    fn at(mut self, node: &Node, line: u32) -> Mistake {
        self.place.get_or_insert((NodeId::of(node), line));
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Mistake::new(message.to_string(), "see docs/playbook.md for the format")
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match unexpected {
            Unexpected::Unit => "nothing".to_owned(),
            Unexpected::Str(text) => format!("the text `{}`", text.chars().take(40).collect::<String>()),
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Map => "keys and values".to_owned(),
            Unexpected::Other(text) => format!("`{text}`"),
            Unexpected::Bool(it) => format!("`{it}`"),
            Unexpected::Signed(it) => format!("`{it}`"),
            Unexpected::Unsigned(it) => format!("`{it}`"),
            Unexpected::Float(it) => format!("`{it}`"),
            other => other.to_string(),
        };
        let wanted = plain(&expected.to_string());
        Mistake::new(format!("wrong type: found {found} where {wanted} belongs"), format!("write {wanted} here"))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Mistake::new(format!("`{variant}` is not a value this key takes"), format!("write one of {}", expected.join(", ")))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Mistake::new(format!("unknown key `{field}`"), format!("the keys here are {}", expected.join(", ")))
    }

    fn missing_field(field: &'static str) -> Self {
        let mistake = Mistake::new(format!("`{field}` is missing"), format!("add `{field}` here"));
        Mistake { missing: Some(field), ..mistake }
    }
}

/// serde's names of types in an editor's words.
fn plain(expected: &str) -> String {
    match expected {
        "a string" | "a borrowed string" => "a text".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "keys and values".to_owned(),
        "u8" => "a whole number from 0 to 255".to_owned(),
        "u16" => "a whole number from 0 to 65535".to_owned(),
        "u32" | "u64" | "usize" => "a whole number, 0 or more,".to_owned(),
        "i32" | "i64" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        other if other.starts_with("struct ") => "keys and values".to_owned(),
        other if other.starts_with("enum ") => "a word".to_owned(),
        other => other.to_owned(),
    }
}
