use std::time::Duration;

use tokio_util::{
    sync::{CancellationToken, DropGuard, WaitForCancellationFutureOwned},
    task::TaskTracker,
};

/// Every task of the app, so that shutdown can tell them to end and wait for it.
#[derive(Default)]
pub(super) struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        // The handle isn't needed: the tracker waits for the task, and nothing ends it but itself.
        drop(self.tracker.spawn(task));
    }

    pub(super) fn are_stopping(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Comes true when the tasks are told to end.
    pub(super) fn stopped(&self) -> WaitForCancellationFutureOwned {
        self.stop.clone().cancelled_owned()
    }

    /// Tells the tasks to end when it is dropped.
    pub(super) fn stop_on_drop(&self) -> DropGuard {
        self.stop.clone().drop_guard()
    }

    /// Tells the tasks to end and waits for them; whether they did in time.
    pub(super) async fn stop(&self, patience: Duration) -> bool {
        self.stop.cancel();
        self.tracker.close();
        tokio::time::timeout(patience, self.tracker.wait()).await.is_ok()
    }
}
