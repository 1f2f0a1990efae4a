-- What was asked for, by whom, and what came of it. Types are those that SQLite and PostgreSQL share;
-- ${blob} is bytes.

create table study (
  name        text primary key,
  definition  text not null,              -- the study file
  created_at  text not null               -- UTC, ISO 8601
);

create table trial (
  key              text primary key,      -- digest of everything below
  model            text not null,
  model_digest     text not null,
  init             text not null,
  readout          text not null,
  transfer_base    text,                  -- null: trained without a plan
  transfer_law     text,
  transfer_measure text,
  transfer_exponent double precision,
  transfer_width   text,
  optimizer        text not null,
  learning_rate    double precision not null,
  weight_decay     double precision not null,
  schedule         text not null,
  data             text not null,
  augmented        integer not null,      -- 0 or 1
  batch            integer not null,
  steps            bigint not null,
  loss             text not null,
  abandon_above    double precision,
  evaluated        integer not null,      -- 0 or 1
  seed             bigint not null
);

create table study_trial (
  study   text not null references study (name),
  trial   text not null references trial (key),
  size    text not null,                  -- which size of the study it is of
  primary key (study, trial)
);
create index study_trial_by_trial on study_trial (trial);

create table result (
  trial               text primary key references trial (key),
  outcome             text not null,      -- FINISHED, DIVERGED, ABANDONED
  steps               bigint not null,    -- steps done
  mean_training_loss  double precision,   -- of finished runs
  final_training_loss double precision,
  validation_loss     double precision,
  accuracy            double precision,
  seconds             double precision not null,
  losses              ${blob} not null,   -- training loss of every step, 4 bytes each, little-endian
  etalon              text not null,
  engine              text not null,
  java                text not null,
  system              text not null,
  host                text not null,
  finished_at         text not null       -- UTC, ISO 8601
);

-- Who is at work on a trial. A lease lives as long as its beat goes on.
create table lease (
  trial  text primary key references trial (key),
  owner  text not null,
  host   text not null,
  pid    bigint not null,
  beat   bigint not null
);

create view readable as
select s.study, s.size, t.model, t.learning_rate, t.seed, r.outcome, r.steps,
       r.mean_training_loss, r.final_training_loss, r.validation_loss, r.accuracy, r.seconds,
       t.optimizer, t.transfer_law as law, t.init, t.data, t.batch, r.finished_at, t.key
from study_trial s
join trial t on t.key = s.trial
left join result r on r.trial = t.key;
