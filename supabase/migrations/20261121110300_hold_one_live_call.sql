-- The last wall behind the doors: whatever goes wrong before, a session never has two live calls.
create unique index calls_one_live_each_session on coach.calls (session_id) where ended_at is null;
