//! Plays a conversation test against a playbook: no log, no socket, its own time.

use crate::{
    base::{AgentId, CaseState, Choice, ConversationId, Event, Fact, HOUR, Party, SECOND, Timestamp},
    dialog::{Ahead, Input, Refusal, State, World},
    knowledge::Circumstances,
    playbook::{Act, Expect, Input as Played, Playbook, Scenario},
};

/// What came of a scenario: nothing missing is a pass.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// What was said, a line each: `>` the buyer, `<` the bot or system, `@` the agent.
    pub transcript: Vec<String>,
    pub faults: Vec<Fault>,
}

/// Something that a step expects and that isn't so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Of the scenario's file.
    pub line: u32,
    pub what: String,
}

/// Plays every step; an agent is online and nobody else waits.
pub fn rehearse(playbook: &Playbook, scenario: &Scenario) -> Rehearsal {
    let mut stage = Stage::new(playbook, scenario);
    let mut faults = Vec::new();
    for step in &scenario.steps {
        let seen = stage.log.len();
        let mut missing = Vec::new();
        match stage.play(&step.input) {
            Ok(()) => missing.extend(lacks(&step.expect, &stage.log[seen..], stage.state.owner().as_str())),
            Err(refusal) => missing.push(refusal.to_string()),
        }
        faults.extend(missing.into_iter().map(|what| Fault { line: step.line, what }));
    }
    Rehearsal { transcript: stage.log.iter().filter_map(line).collect(), faults }
}

struct Stage<'a> {
    playbook: &'a Playbook,
    world: World,
    state: State,
    log: Vec<Event>,
}

impl<'a> Stage<'a> {
    fn new(playbook: &'a Playbook, scenario: &Scenario) -> Stage<'a> {
        let morning = || {
            let hours = &playbook.script.hours;
            hours.next_open(Timestamp::default()).unwrap_or_default() + HOUR
        };
        let now = scenario.now.unwrap_or_else(morning);
        let world = World {
            now,
            ahead: Ahead::default(),
            agents: 1,
            circumstances: Circumstances { now, ..Circumstances::default() },
            page_lang: scenario.lang,
            page_order: None,
            hurried: false,
        };
        Stage { playbook, world, state: State::new(ConversationId(uuid::Uuid::nil())), log: Vec::new() }
    }

    fn play(&mut self, played: &Played) -> Result<(), Refusal> {
        let agent = AgentId::from("rehearsal");
        let epoch = self.state.epoch();
        self.pass(5 * SECOND);
        self.give(match played {
            Played::Wait(ms) => return self.wait(*ms),
            Played::Buyer(text) => Input::Say { text: text.clone() },
            Played::Choose(value) => Input::Choose { value: value.clone() },
            Played::Leave => Input::Leave,
            Played::Rate([result, speed, attitude]) => {
                Input::Rate { result: *result, speed: *speed, attitude: *attitude, comment: None }
            }
            Played::Agent(Act::Claim) => Input::Claim { agent, name: "Rehearsal".to_owned() },
            Played::Agent(Act::Return) => Input::Return { agent, epoch },
            Played::Agent(Act::Resolve) => Input::Resolve { agent, epoch, outcome: None },
            Played::Agent(Act::Say(text)) => Input::AgentSay { agent, epoch, text: text.clone() },
        })
    }

    /// Time passes; each deadline on the way fires at its moment.
    fn wait(&mut self, ms: i64) -> Result<(), Refusal> {
        let until = self.world.now + ms;
        while let Some(deadline) = self.state.deadline(&self.playbook.script).filter(|deadline| *deadline <= until) {
            self.pass((deadline - self.world.now).max(0));
            self.give(Input::Lapse)?;
        }
        self.pass(until - self.world.now);
        Ok(())
    }

    fn pass(&mut self, ms: i64) {
        self.world.now = self.world.now + ms;
        self.world.circumstances.now = self.world.now;
    }

    fn give(&mut self, input: Input) -> Result<(), Refusal> {
        for draft in self.state.on(&self.playbook.book(), &self.world, input)? {
            let event = Event { seq: self.state.seq() + 1, at: self.world.now, from: draft.from, client: None, fact: draft.fact };
            self.state.apply(&event);
            self.log.push(event);
        }
        Ok(())
    }
}

/// Everything that `expect` asks and `events` don't show.
fn lacks(expect: &Expect, events: &[Event], owner: &str) -> Vec<String> {
    let mut missing = Vec::new();
    let mut must = |holds: bool, what: String| {
        if !holds {
            missing.push(what);
        }
    };
    let replies = || events.iter().filter(|event| event.from != Party::Buyer);
    let about = || {
        events.iter().filter_map(|event| match &event.fact {
            Fact::Replied { about, .. } => about.as_deref(),
            _ => None,
        })
    };
    let handoff = events.iter().find_map(|event| match &event.fact {
        Fact::Handoff(handoff) => Some(handoff),
        _ => None,
    });
    let case = events.iter().rev().find_map(|event| match &event.fact {
        Fact::Case(case) => Some(case),
        _ => None,
    });
    let choices: Vec<&Choice> = replies()
        .filter_map(|event| match &event.fact {
            Fact::Replied { choices, .. } => Some(choices),
            _ => None,
        })
        .flatten()
        .collect();

    if let Some(intent) = &expect.intent {
        let acted = about().any(|about| about.intent.as_ref() == Some(intent))
            || handoff.is_some_and(|handoff| handoff.label.as_ref() == Some(intent));
        must(acted, format!("nothing was said about {intent}"));
    }
    if let Some(faq) = &expect.faq {
        let used: Vec<_> = about().filter_map(|about| about.faq.as_ref()).map(ToString::to_string).collect();
        must(used.iter().any(|used| used == faq.as_str()), format!("not answered from {faq} but from [{}]", used.join(", ")));
    }
    if let Some(kind) = &expect.kind {
        must(events.iter().any(|event| event.fact.kind() == kind), format!("no event of kind {kind}"));
    }
    if let Some(field) = &expect.field {
        let asked: Vec<_> = replies().filter_map(|event| event.fact.asked()).map(|ask| ask.field.to_string()).collect();
        must(asked.iter().any(|asked| asked == field.as_str()), format!("not asked for {field} but for [{}]", asked.join(", ")));
    }
    let texts: Vec<&str> = replies().filter_map(|event| event.fact.text()).collect();
    for said in &expect.says {
        must(texts.iter().any(|text| text.contains(said)), format!("`{said}` wasn't said"));
    }
    for unsaid in &expect.not_says {
        must(!texts.iter().any(|text| text.contains(unsaid)), format!("`{unsaid}` was said"));
    }
    for value in &expect.choices {
        must(choices.iter().any(|choice| choice.value == *value), format!("the choice {value} wasn't offered"));
    }
    if let Some(wanted) = &expect.owner {
        must(owner == wanted, format!("{owner} speaks, not {wanted}"));
    }
    if let Some(reason) = &expect.reason {
        let given = handoff.map_or("none", |handoff| handoff.reason.as_str());
        must(given == reason, format!("the handoff's reason is {given}, not {reason}"));
    }
    if let Some(priority) = &expect.priority {
        let given = handoff.map(|handoff| handoff.priority).or(case.map(|case| case.priority));
        must(given.is_some_and(|given| given.as_str() == priority), format!("the priority isn't {priority}"));
    }
    if let Some(state) = &expect.case {
        must(case.is_some_and(|case| word(case.state) == state), format!("no case is {state}"));
    }
    missing
}

fn word(state: CaseState) -> &'static str {
    match state {
        CaseState::Open => "open",
        CaseState::InProgress => "in_progress",
        CaseState::Resolved => "resolved",
        CaseState::Closed => "closed",
    }
}

fn line(event: &Event) -> Option<String> {
    let mark = match event.from {
        Party::Buyer => '>',
        Party::Agent => '@',
        Party::Bot | Party::System => '<',
    };
    let text = event.fact.text()?.replace('\n', " / ");
    Some(match &event.fact {
        Fact::Replied { choices, about, .. } => {
            let rule = about.as_ref().map_or("", |about| about.rule.as_str());
            let offered: Vec<_> = choices.iter().map(|choice| choice.value.to_string()).collect();
            format!("{mark} {text}  [{rule}] {}", offered.join(" "))
        }
        Fact::Handoff(handoff) => format!("{mark} {text}  [handoff: {}] {}", handoff.reason, handoff.summary),
        _ => format!("{mark} {text}"),
    })
}
