//! A serde deserializer over [`Node`]s whose errors know the node they are about.

use std::{
    collections::{HashMap, HashSet},
    slice,
};

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use super::{
    at::AT,
    blank::Blank,
    mistake::{Mistake, NodeId},
    node::{Key, Kind, Node, Value},
};

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
pub(super) struct KeyDecoder<'a> {
    pub(super) text: &'a str,
    pub(super) line: u32,
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
pub(super) struct LineThen<D> {
    pub(super) line: Option<u32>,
    pub(super) value: Option<D>,
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
