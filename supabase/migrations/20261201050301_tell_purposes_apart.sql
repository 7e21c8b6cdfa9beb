-- A practice is its learner's own; an official attempt may be read by coaches.

alter table coach.sessions
  add column purpose text not null default 'practice' check (purpose in ('practice', 'official'));
comment on column coach.sessions.purpose is
  'official: the site''s coaches may read it, as the learner was told before. practice: nobody but the learner does.';
