PRAGMA application_id=1886155883;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE event (tenant TEXT NOT NULL, "plan" TEXT NOT NULL, sequence INTEGER NOT NULL, item TEXT NOT NULL,
  type TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, version INTEGER NOT NULL, "before" TEXT NOT NULL,
  "after" TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (tenant, "plan", sequence));
INSERT INTO "event" VALUES('default','north',1,'','plan_created','office','2021-01-05T09:00:00+00:00',1,'{}','{"id":"north","title":"Plan north","start":"2021-01-01","end":"2021-12-31"}','','9e57ea5a26e1a90c251f84a8d5a7131b94dd96f499d48c80db4b04b90603d36b');
INSERT INTO "event" VALUES('default','north',2,'g1','goal_created','office','2021-01-05T09:00:00+00:00',1,'{}','{"id":"g1","title":"Jobs 就业","targets":[{"indicator":{"name":"jobs","unit":"万人"},"comparator":"at_least","value":"1100"}]}','','77a6ab9e4fecacbca029e47e47b3558fb99ed828811c2344950d21b703874227');
INSERT INTO "event" VALUES('default','north',3,'m1','measure_created','office','2021-01-05T09:00:00+00:00',1,'{}','{"id":"m1","title":"School","due":"2021-08-31"}','','6ca7729d420a5ad246019762d7f9240ad1fe9d5266cdc43a1c4819dc7839f6b7');
INSERT INTO "event" VALUES('default','south',1,'','plan_created','office','2021-01-06T09:00:00+00:00',1,'{}','{"id":"south","title":"Plan south","start":"2021-01-01","end":"2021-12-31"}','','4a26baa98a91ec49458acb84e434f87f5646ed7de41ef7570be2f4e6ecc0a0d9');
INSERT INTO "event" VALUES('default','south',2,'g1','goal_created','office','2021-01-06T09:00:00+00:00',1,'{}','{"id":"g1","title":"Jobs 就业","targets":[{"indicator":{"name":"jobs","unit":"万人"},"comparator":"at_least","value":"1100"}]}','','4b45cebe372712987af9a02560c0a29268f4b76da716e8d9a819e5682799f1f6');
INSERT INTO "event" VALUES('default','south',3,'m1','measure_created','office','2021-01-06T09:00:00+00:00',1,'{}','{"id":"m1","title":"School","due":"2021-08-31"}','','8a34b1d04306041e281ea1372096147f71baaf1358cdf13e9c4569c4d7c886af');
INSERT INTO "event" VALUES('default','south',4,'g1','observed','office','2021-01-07T09:00:00+00:00',2,'{}','{"observations":[{"indicator":"jobs","start":"2021-01-01","end":"2021-06-30","value":"698","known":"2021-01-06T09:00:00+00:00"}]}','','498fe331ff4ce8dbc6cc82b003bbc4ac5da227bcf756a2c39f638a52bc40d420');
INSERT INTO "event" VALUES('default','north',4,'m1','progress_reported','schools','2021-01-08T09:00:00+00:00',2,'{"progress":null}','{"progress":{"on":"2021-03-31","percent":"0.4","narrative":"walls","by":"schools","known":"2021-01-08T09:00:00+00:00"}}','','0ed74ff7be565cbc154700b96f0bfdef023ed98a73d8b3be80587213989b9f60');
INSERT INTO "event" VALUES('other','north',1,'','plan_created','office','2021-01-10T09:00:00+00:00',1,'{}','{"id":"north","title":"Plan north","start":"2021-01-01","end":"2021-12-31"}','','bcec95def37e65561d5e0cbed482fd557478cb50c7e61ed506346e28b31c4940');
INSERT INTO "event" VALUES('other','north',2,'g1','goal_created','office','2021-01-10T09:00:00+00:00',1,'{}','{"id":"g1","title":"Jobs 就业","targets":[{"indicator":{"name":"jobs","unit":"万人"},"comparator":"at_least","value":"1100"}]}','','cafcf3252d8bc7e4018a7c832dcb96aa7b997943da1c569a79bf30da7b4fcd37');
INSERT INTO "event" VALUES('other','north',3,'m1','measure_created','office','2021-01-10T09:00:00+00:00',1,'{}','{"id":"m1","title":"School","due":"2021-08-31"}','','2324f901fe12755cdd7d8fabe20e73142dd7218551c650be151ce6a96ba3b9d8');
CREATE TABLE item (tenant TEXT NOT NULL, position INTEGER NOT NULL, "plan" TEXT, "id" TEXT, "version" INTEGER, "kind" TEXT, "title" TEXT, "area" TEXT, "state" TEXT, "start" TEXT, "due" TEXT, "completed" TEXT, "lead" TEXT, "owners" TEXT, "tags" TEXT, "percent" TEXT, "reported" TEXT, "indicator" TEXT, "comparator" TEXT, "value" TEXT, "upper" TEXT, "base" TEXT, "tolerance" TEXT, "change" TEXT, "unit" TEXT, "polarity" TEXT, "aggregation" TEXT, "cycle_days" INTEGER, "actual" TEXT, "actual_start" TEXT, "actual_end" TEXT, "detail" INTEGER,
  terms TEXT NOT NULL AS (ifnull("kind", '')||char(31)||ifnull("state", '')||char(31)||ifnull("start", '')||char(31)||ifnull("due", '')||char(31)||ifnull("completed", '')||char(31)||ifnull("reported", '')||char(31)||ifnull("actual_end", '')||char(31)||ifnull("comparator", '')||char(31)||ifnull("change", '')||char(31)||ifnull("polarity", '')||char(31)||ifnull("aggregation", '')||char(31)||ifnull("detail", '')||char(31)||ifnull("unit", '')) STORED, body TEXT NOT NULL, hash INTEGER NOT NULL,
  UNIQUE (tenant, "plan", "id"));
INSERT INTO "item" VALUES('default',1,'north','g1',1,'goal','Jobs 就业','','active','2021-01-01',NULL,NULL,'','','',NULL,NULL,'jobs','at_least','1100',NULL,NULL,NULL,'','万人','higher','last',NULL,NULL,NULL,NULL,0,'{"id":"g1","title":"Jobs 就业","targets":[{"indicator":{"name":"jobs","unit":"万人"},"comparator":"at_least","value":"1100"}]}',2548433800);
INSERT INTO "item" VALUES('default',2,'north','m1',2,'measure','School','','active','2021-01-01','2021-08-31',NULL,'','','','0.4','2021-03-31','','',NULL,NULL,NULL,NULL,'','','','',NULL,NULL,NULL,NULL,0,'{"id":"m1","title":"School","due":"2021-08-31","progress":{"on":"2021-03-31","percent":"0.4","narrative":"walls","by":"schools","known":"2021-01-08T09:00:00+00:00"}}',3817377877);
INSERT INTO "item" VALUES('default',1,'south','g1',2,'goal','Jobs 就业','','active','2021-01-01',NULL,NULL,'','','',NULL,NULL,'jobs','at_least','1100',NULL,NULL,NULL,'','万人','higher','last',NULL,'698','2021-01-01','2021-06-30',0,'{"id":"g1","title":"Jobs 就业","targets":[{"indicator":{"name":"jobs","unit":"万人"},"comparator":"at_least","value":"1100"}]}',3997736462);
INSERT INTO "item" VALUES('default',2,'south','m1',1,'measure','School','','active','2021-01-01','2021-08-31',NULL,'','','',NULL,NULL,'','',NULL,NULL,NULL,NULL,'','','','',NULL,NULL,NULL,NULL,0,'{"id":"m1","title":"School","due":"2021-08-31"}',1214229534);
INSERT INTO "item" VALUES('other',1,'north','g1',1,'goal','Jobs 就业','','active','2021-01-01',NULL,NULL,'','','',NULL,NULL,'jobs','at_least','1100',NULL,NULL,NULL,'','万人','higher','last',NULL,NULL,NULL,NULL,0,'{"id":"g1","title":"Jobs 就业","targets":[{"indicator":{"name":"jobs","unit":"万人"},"comparator":"at_least","value":"1100"}]}',2548433800);
INSERT INTO "item" VALUES('other',2,'north','m1',1,'measure','School','','active','2021-01-01','2021-08-31',NULL,'','','',NULL,NULL,'','',NULL,NULL,NULL,NULL,'','','','',NULL,NULL,NULL,NULL,0,'{"id":"m1","title":"School","due":"2021-08-31"}',2096056472);
CREATE TABLE observation (tenant TEXT NOT NULL, "plan" TEXT NOT NULL, item TEXT NOT NULL, k INTEGER NOT NULL,
  indicator TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL, value TEXT NOT NULL, known TEXT NOT NULL,
  source TEXT NOT NULL, PRIMARY KEY (tenant, "plan", item, k)) WITHOUT ROWID;
INSERT INTO "observation" VALUES('default','south','g1',0,'jobs','2021-01-01','2021-06-30','698','2021-01-06T09:00:00+00:00','');
CREATE TABLE outbox (number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, "key" TEXT NOT NULL, "plan" TEXT NOT NULL,
  item TEXT NOT NULL, rule TEXT NOT NULL, occurrence TEXT NOT NULL, recipient TEXT NOT NULL, channel TEXT NOT NULL,
  address TEXT NOT NULL, recipient_name TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  language TEXT NOT NULL, created TEXT NOT NULL, due TEXT NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL, leased_by TEXT NOT NULL, leased_until TEXT, settled TEXT,
  reason TEXT NOT NULL, reference TEXT NOT NULL, due_at REAL NOT NULL, free_at REAL NOT NULL, UNIQUE (tenant, "key"));
CREATE TABLE plan (tenant TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (tenant, id)) WITHOUT ROWID;
INSERT INTO "plan" VALUES('default','north',1,'{"id":"north","title":"Plan north","start":"2021-01-01","end":"2021-12-31"}');
INSERT INTO "plan" VALUES('default','south',1,'{"id":"south","title":"Plan south","start":"2021-01-01","end":"2021-12-31"}');
INSERT INTO "plan" VALUES('other','north',1,'{"id":"north","title":"Plan north","start":"2021-01-01","end":"2021-12-31"}');
CREATE UNIQUE INDEX item_position ON item (tenant, "plan", position);
CREATE INDEX item_due ON item (tenant, coalesce("due", '9999-99-99'), "plan", position);
CREATE INDEX outbox_waiting ON outbox (tenant, state, due_at);
COMMIT;
