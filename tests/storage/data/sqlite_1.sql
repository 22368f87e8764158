PRAGMA application_id=1886155883;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE event (number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, "plan" TEXT NOT NULL, sequence INTEGER NOT NULL,
  item TEXT NOT NULL, type TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, version INTEGER NOT NULL,
  "before" TEXT NOT NULL, "after" TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL,
  UNIQUE (tenant, "plan", sequence));
INSERT INTO "event" VALUES(1,'default','north',1,'','plan_created','office','2021-01-04T10:00:00+00:00',1,'{}','{"id":"north","title":"North","start":"2021-01-01","end":"2021-12-31"}','','2d5a2e97f006434a4bfdffbb3d6cb0cef8e3fe42e5dcbf1b2e9ccf6bc57747b9');
INSERT INTO "event" VALUES(2,'default','north',2,'g1','goal_created','office','2021-01-04T10:00:00+00:00',1,'{}','{"id":"g1","title":"Jobs","targets":[{"indicator":{"name":"jobs"},"comparator":"at_least","value":"1100"}]}','','98406e3b207778f0ee8079393a44eb5140e4b7aff6de81611812c5ab20ce7781');
INSERT INTO "event" VALUES(3,'default','north',3,'m1','measure_created','office','2021-01-04T10:00:00+00:00',1,'{}','{"id":"m1","title":"School","due":"2021-08-31"}','','87cce2ea243a7eb571e4d6ceac96aa9b66da178304923da3f9b0442400eb1a9a');
INSERT INTO "event" VALUES(4,'default','north',4,'m2','measure_created','office','2021-01-04T10:00:00+00:00',1,'{}','{"id":"m2","title":"Road"}','','c3ef4112dafe02ad43d701d2320cfbe2b829fab79fd39d779e20aea8d41b90e6');
INSERT INTO "event" VALUES(5,'default','north',5,'g1','observed','labour','2021-01-04T11:00:00+00:00',2,'{}','{"observations":[{"indicator":"jobs","start":"2021-01-01","end":"2021-06-30","value":"698","known":"2021-07-01T00:00:00+00:00"},{"indicator":"jobs","start":"2021-01-01","end":"2021-06-30","value":"700","known":"2021-07-01T00:00:00+00:00"}]}','','c8e0c9e76310aeae4f6e3a71e838f351629e65bd809e7382acf0a137a9851e49');
INSERT INTO "event" VALUES(6,'default','north',6,'m1','progress_reported','schools','2021-01-04T12:00:00+00:00',2,'{"progress":null}','{"progress":{"on":"2021-03-31","percent":"0.4","by":"schools","known":"2021-01-04T12:00:00+00:00"}}','','4ba7f912af995b1736570c9cf6fbf3ec64ce36a5c196f7811f94e782d26f86dd');
INSERT INTO "event" VALUES(7,'default','north',7,'m1','assigned','office','2021-01-04T13:00:00+00:00',3,'{"assignments":null}','{"assignments":[{"owner":"schools"}]}','','024b7c4e9b0ad1dd57b5fc814398a644418d12f7981d3335ab60208d3bdb6dae');
INSERT INTO "event" VALUES(8,'default','north',8,'','plan_revised','office','2021-01-04T14:00:00+00:00',2,'{"issuer":null}','{"issuer":"City"}','forgotten','60592515ba3f6b3aa32ec610a8c0747bcef12ed1af46c37b95f030b5a1d9fb85');
CREATE TABLE item (tenant TEXT NOT NULL, position INTEGER NOT NULL, "plan" TEXT, "id" TEXT, "version" INTEGER, "kind" TEXT, "title" TEXT, "area" TEXT, "state" TEXT, "start" TEXT, "due" TEXT, "completed" TEXT, "lead" TEXT, "owners" TEXT, "tags" TEXT, "percent" TEXT, "reported" TEXT, "indicator" TEXT, "comparator" TEXT, "value" TEXT, "upper" TEXT, "base" TEXT, "tolerance" TEXT, "change" TEXT, "unit" TEXT, "polarity" TEXT, "aggregation" TEXT, "cycle_days" INTEGER, "actual" TEXT, "actual_start" TEXT, "actual_end" TEXT, "detail" INTEGER,
  terms TEXT NOT NULL AS (ifnull("kind", '')||char(31)||ifnull("state", '')||char(31)||ifnull("start", '')||char(31)||ifnull("due", '')||char(31)||ifnull("completed", '')||char(31)||ifnull("reported", '')||char(31)||ifnull("actual_end", '')||char(31)||ifnull("comparator", '')||char(31)||ifnull("change", '')||char(31)||ifnull("polarity", '')||char(31)||ifnull("aggregation", '')||char(31)||ifnull("detail", '')||char(31)||ifnull("unit", '')) STORED, body TEXT NOT NULL, hash INTEGER NOT NULL,
  UNIQUE (tenant, "plan", "id"));
INSERT INTO "item" VALUES('default',1,'north','g1',2,'goal','Jobs','','active','2021-01-01',NULL,NULL,'','','',NULL,NULL,'jobs','at_least','1100',NULL,NULL,NULL,'','','higher','last',NULL,'700','2021-01-01','2021-06-30',0,'{"id":"g1","title":"Jobs","targets":[{"indicator":{"name":"jobs"},"comparator":"at_least","value":"1100"}]}',3948683177);
INSERT INTO "item" VALUES('default',2,'north','m1',3,'measure','School','','active','2021-01-01','2021-08-31',NULL,'schools',' lead:schools ','','0.4','2021-03-31','','',NULL,NULL,NULL,NULL,'','','','',NULL,NULL,NULL,NULL,0,'{"id":"m1","title":"School","assignments":[{"owner":"schools"}],"due":"2021-08-31","progress":{"on":"2021-03-31","percent":"0.4","by":"schools","known":"2021-01-04T12:00:00+00:00"}}',264543317);
INSERT INTO "item" VALUES('default',3,'north','m2',1,'measure','Road','','active','2021-01-01',NULL,NULL,'','','',NULL,NULL,'','',NULL,NULL,NULL,NULL,'','','','',NULL,NULL,NULL,NULL,0,'{"id":"m2","title":"Road"}',130364480);
CREATE TABLE observation (tenant TEXT NOT NULL, "plan" TEXT NOT NULL, item TEXT NOT NULL, k INTEGER NOT NULL,
  indicator TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL, value TEXT NOT NULL, known TEXT NOT NULL,
  source TEXT NOT NULL, PRIMARY KEY (tenant, "plan", item, k)) WITHOUT ROWID;
INSERT INTO "observation" VALUES('default','north','g1',0,'jobs','2021-01-01','2021-06-30','698','2021-07-01T00:00:00+00:00','');
INSERT INTO "observation" VALUES('default','north','g1',1,'jobs','2021-01-01','2021-06-30','700','2021-07-01T00:00:00+00:00','');
CREATE TABLE outbox (number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, "key" TEXT NOT NULL, "plan" TEXT NOT NULL,
  item TEXT NOT NULL, rule TEXT NOT NULL, occurrence TEXT NOT NULL, recipient TEXT NOT NULL, channel TEXT NOT NULL,
  address TEXT NOT NULL, recipient_name TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  language TEXT NOT NULL, created TEXT NOT NULL, due TEXT NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL, leased_by TEXT NOT NULL, leased_until TEXT, settled TEXT,
  reason TEXT NOT NULL, reference TEXT NOT NULL, due_at REAL NOT NULL, free_at REAL NOT NULL,
  hash INTEGER NOT NULL, UNIQUE (tenant, "key"));
INSERT INTO "outbox" VALUES(1,'default','1e7f8577278448e86786915ba4e3040ec45f2a162059bcbd7dbadab39cf1e790','north','m1','due','2021-08-31 +7d','schools','console','','schools','[10 days overdue] School','schools,

North, item m1: School
Deadline: 2021-08-31 (10 days overdue, counted on 2021-09-10)
Where it stands: active; 40% done by the return of 2021-03-31
What to do: finish it and ask for completion, or explain at once why it is late and ask for an extension.

Sent to: schools (lead unit)
','en','2021-01-04T15:00:00+00:00','2021-09-10T09:00:05+00:00','pending',1,'',NULL,NULL,'busy','',1631264405.0,0.0,3544420220);
CREATE TABLE plan (tenant TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (tenant, id)) WITHOUT ROWID;
INSERT INTO "plan" VALUES('default','north',2,'{"id":"north","title":"North","start":"2021-01-01","end":"2021-12-31","issuer":"City"}');
CREATE UNIQUE INDEX item_position ON item (tenant, "plan", position);
CREATE INDEX item_due ON item (tenant, coalesce("due", '9999-99-99'), "plan", position);
CREATE INDEX outbox_waiting ON outbox (tenant, state, due_at);
COMMIT;
