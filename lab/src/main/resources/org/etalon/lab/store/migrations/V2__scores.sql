-- What a study of a million results needs to be read in seconds. ${clustered} keeps the rows of a
-- table in the order of its primary key, where the database can.

create table provenance (
  id      integer primary key,
  etalon  text not null,
  engine  text not null,
  java    text not null,
  system  text not null,
  host    text not null,
  unique (etalon, engine, java, system, host)
);

-- For every finished trial of a study all that is compared, in the order in which it is read: a
-- study's scores are one stretch of this table, and no curve is touched. Written together with
-- result and study_trial, from which it follows; so it has no foreign keys, which would be looked up
-- a million times.
create table score (
  study               text not null,
  size                text not null,
  learning_rate       double precision not null,
  seed                bigint not null,
  trial               text not null,
  transferred         integer not null,   -- 1: trained by a plan, 0: not
  outcome             text not null,
  steps               bigint not null,
  mean_training_loss  double precision,
  final_training_loss double precision,
  validation_loss     double precision,
  accuracy            double precision,
  seconds             double precision not null,
  provenance          integer not null,   -- provenance.id
  finished_at         text not null,
  primary key (study, size, learning_rate, seed, trial)
) ${clustered};

insert into provenance (id, etalon, engine, java, system, host)
select row_number() over (order by min(finished_at), etalon, engine, java, system, host),
       etalon, engine, java, system, host
from result
group by etalon, engine, java, system, host;

insert into score (study, size, learning_rate, seed, trial, transferred, outcome, steps,
                   mean_training_loss, final_training_loss, validation_loss, accuracy, seconds,
                   provenance, finished_at)
select st.study, st.size, t.learning_rate, t.seed, t.key,
       case when t.transfer_law is null then 0 else 1 end, r.outcome, r.steps,
       r.mean_training_loss, r.final_training_loss, r.validation_loss, r.accuracy, r.seconds,
       p.id, r.finished_at
from study_trial st
join trial t on t.key = st.trial
join result r on r.trial = t.key
join provenance p on p.etalon = r.etalon and p.engine = r.engine and p.java = r.java
                 and p.system = r.system and p.host = r.host;
