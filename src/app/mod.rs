//! The one place that drives conversations: a task per live conversation, timers, queue, swap of playbooks, shutdown.
