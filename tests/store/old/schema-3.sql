PRAGMA application_id=1229145170;
PRAGMA user_version=0;
BEGIN TRANSACTION;
CREATE TABLE assignments (
	coder TEXT NOT NULL, 
	transcript TEXT NOT NULL, 
	round TEXT NOT NULL, 
	finished_at TEXT, 
	revision INTEGER DEFAULT '1' NOT NULL, 
	PRIMARY KEY (coder, transcript, round), 
	FOREIGN KEY(coder) REFERENCES coders (name), 
	FOREIGN KEY(round) REFERENCES rounds (id)
)
 STRICT

;
INSERT INTO "assignments" VALUES('Ana','P01','first','2026-11-23T15:37:47.908Z',1);
INSERT INTO "assignments" VALUES('Ana','P02','first','2026-11-23T15:37:47.908Z',1);
INSERT INTO "assignments" VALUES('Ben','P01','first','2026-11-23T15:37:47.958Z',1);
INSERT INTO "assignments" VALUES('Ben','P02','first','2026-11-23T15:37:47.958Z',1);
INSERT INTO "assignments" VALUES('Ben','P02','0.3.0',NULL,1);
CREATE TABLE codebooks (
	version TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	content TEXT NOT NULL, 
	released_at TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (version), 
	UNIQUE (place)
)
 STRICT

;
INSERT INTO "codebooks" VALUES('0.1.0','647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa','{"id": "small", "title": "A small codebook", "version": "0.1.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [], "status": "sample", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": []}','2026-11-23T15:37:46.540Z',0);
INSERT INTO "codebooks" VALUES('0.2.0','7dc6babaf6d0acd2f82182ad9380c25a3c977a274ea031e4dfb1247636d7ddff','{"id": "small", "title": "A small codebook", "version": "0.2.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "released", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:37:48.360Z',1);
INSERT INTO "codebooks" VALUES('0.3.0','5061bc263e5533989bad4da2a06fab56552c28c966aaabb5f008edd6e20cb490','{"id": "small", "title": "A small codebook", "version": "0.3.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "care", "label": "Care", "parent": "feelings", "since": "0.3.0", "alt_labels": [], "definition": "Talk of caring for somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "released", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0002", "version": "0.3.0", "op": "add", "date": "2026-11-23", "subjects": [], "results": ["care"], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:37:49.014Z',2);
CREATE TABLE coders (
	name TEXT NOT NULL, 
	since TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT

;
INSERT INTO "coders" VALUES('Ana','2026-11-23T15:37:47.390Z',0);
INSERT INTO "coders" VALUES('Ben','2026-11-23T15:37:47.471Z',1);
INSERT INTO "coders" VALUES('Cleo','2026-11-23T15:37:48.853Z',2);
CREATE TABLE codings (
	id TEXT NOT NULL, 
	transcript TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	suffix TEXT NOT NULL, 
	code TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	codebook_version TEXT NOT NULL, 
	round TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	certainty TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(transcript, revision) REFERENCES transcripts (id, revision), 
	CHECK ("start" >= 0 AND "end" > "start"), 
	FOREIGN KEY(coder) REFERENCES coders (name), 
	FOREIGN KEY(codebook_version) REFERENCES codebooks (version), 
	FOREIGN KEY(round) REFERENCES rounds (id)
)
 STRICT

;
INSERT INTO "codings" VALUES('01a2090e-6309-7e4b-9cde-12badde4b184','P01',1,33,58,'I trusted them 😀 at first',': How did it begin? 👨‍👩‍👧

P01: ','. Then café talk made me doubt.','trust','Ana','0.1.0','first','2026-11-23T15:37:47.527Z','unsure');
INSERT INTO "codings" VALUES('01a2090e-6349-7e78-bf5b-8881f7671963','P01',1,84,89,'doubt',' first. Then café talk made me ','. I still hope for the team.

I:','doubt','Ana','0.1.0','first','2026-11-23T15:37:47.592Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-6389-7adf-97ba-a13b44a28c03','P02',1,44,72,'I doubt that anybody read it','t begin?

P02: Nobody asked us. ',', and I trust nobody there.
','doubt','Ana','0.1.0','first','2026-11-23T15:37:47.655Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-63b5-7af9-be00-632ab08b4b7d','P01',1,91,116,'I still hope for the team',' Then café talk made me doubt. ','.

I: And now?

P01: Now I hope ','hope','Ana','0.1.0','first','2026-11-23T15:37:47.700Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-63ef-7147-88e4-7f14569b94bf','P01',1,35,47,'trusted them','How did it begin? 👨‍👩‍👧

P01: I ',' 😀 at first. Then café talk mad','trust','Ben','0.1.0','first','2026-11-23T15:37:47.756Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-6429-7b92-af36-0eaa9e8bb9e7','P01',1,65,75,'café talk','I trusted them 😀 at first. Then ',' made me doubt. I still hope for','doubt','Ben','0.1.0','first','2026-11-23T15:37:47.816Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-6446-743f-81bc-95b88d2b0047','P01',1,137,158,'Now I hope for myself','or the team.

I: And now?

P01: ','. 漢字 and 𠮷 too. Little things pl','hope','Ben','0.1.0','first','2026-11-23T15:37:47.844Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-6462-7165-af68-d7c4f62073cb','P02',1,78,98,'I trust nobody there','doubt that anybody read it, and ','.
','trust','Ben','0.1.0','first','2026-11-23T15:37:47.873Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-6956-750d-ad17-b52318e67999','P02',1,27,43,'Nobody asked us.','I: How did it begin?

P02: ',' I doubt that anybody read it, a','doubt','Ben','0.3.0','0.3.0','2026-11-23T15:37:49.140Z',NULL);
CREATE TABLE decisions (
	id TEXT NOT NULL, 
	coding TEXT NOT NULL, 
	change TEXT NOT NULL, 
	code TEXT NOT NULL, 
	chosen TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	decided_by TEXT NOT NULL, 
	decided_at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (coding, change, code)
)
 STRICT

;
INSERT INTO "decisions" VALUES('01a2090e-66c4-701e-bf8a-99241d42cfff','01a2090e-63b5-7af9-be00-632ab08b4b7d','CR-0001','hope','["team"]','It says so.','Ana','2026-11-23T15:37:48.453Z');
CREATE TABLE drafts (
	place INTEGER NOT NULL, 
	base TEXT NOT NULL, 
	version TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	content TEXT NOT NULL, 
	saved_at TEXT NOT NULL, 
	PRIMARY KEY (place)
)
 STRICT

;
INSERT INTO "drafts" VALUES(1,'0.3.0','0.3.1','d4f4658e71e756f20e1afef5cd3f92b47ac961e44e3ec6bcebaed9ccf885b5bf','{"id": "small", "title": "A small codebook", "version": "0.3.1", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "care", "label": "Caring", "parent": "feelings", "since": "0.3.0", "alt_labels": ["Care"], "definition": "Talk of caring for somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "draft", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0002", "version": "0.3.0", "op": "add", "date": "2026-11-23", "subjects": [], "results": ["care"], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0003", "version": "0.3.1", "op": "rename", "date": "2026-11-23", "subjects": ["care"], "results": [], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:37:49.212Z');
CREATE TABLE events (
	sequence INTEGER NOT NULL, 
	actor TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	body TEXT NOT NULL, 
	at TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (sequence)
)
 STRICT

;
INSERT INTO "events" VALUES(1,'researcher','study.created','01a2090e-5f2c-7389-b131-dad469822653','{"after": {"id": "01a2090e-5f2c-7389-b131-dad469822653", "title": "An old study", "notice": "", "created_at": "2026-11-23T15:37:46.540Z"}}','2026-11-23T15:37:46.540Z','0000000000000000000000000000000000000000000000000000000000000000','613f997c180b767f8c73ae186cb8522ecf4063d58d31121f04ae2df8beb4318b');
INSERT INTO "events" VALUES(2,'researcher','codebook.released','0.1.0','{"after": {"id": "small", "version": "0.1.0", "sha256": "647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa", "released_at": "2026-11-23T15:37:46.540Z", "place": 0}}','2026-11-23T15:37:46.540Z','613f997c180b767f8c73ae186cb8522ecf4063d58d31121f04ae2df8beb4318b','2d227932adaf71090d745eadd349660a4f161450638c546f299b647a2919a468');
INSERT INTO "events" VALUES(3,'researcher','round.added','first','{"after": {"id": "first", "purpose": "coding", "codebook_version": "0.1.0", "anew": 0}}','2026-11-23T15:37:46.540Z','2d227932adaf71090d745eadd349660a4f161450638c546f299b647a2919a468','e23b7705552f43c484d312ec36be1f7bbba998ffcc0f5d8292f7283804070775');
INSERT INTO "events" VALUES(4,'researcher','transcript.imported','P01','{"after": {"id": "P01", "revision": 1, "participant": "P01", "sha256": "d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623", "verbatim": "unknown", "language": "en", "source": "P01.txt", "roles": {"I": "interviewer", "P01": "participant"}, "reading": "92386bf7f88d7c5dc29e0a9e690452aafe33a524afdaa05b8f13058b2d1a635e"}}','2026-11-23T15:37:47.013Z','e23b7705552f43c484d312ec36be1f7bbba998ffcc0f5d8292f7283804070775','2c9e0d615cb423a247e6f3033bcc2c8ad3ebce4bbb22e38d30514b5117b725f0');
INSERT INTO "events" VALUES(5,'researcher','transcript.imported','P02','{"after": {"id": "P02", "revision": 1, "participant": "P02", "sha256": "ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed", "verbatim": "unknown", "language": "en", "source": "P02.txt", "roles": {"I": "interviewer", "P02": "participant"}, "reading": "0c4c6957cc0c1e3c4834476048ca684a53ead6863657d881fe765f06f5973b78"}}','2026-11-23T15:37:47.013Z','2c9e0d615cb423a247e6f3033bcc2c8ad3ebce4bbb22e38d30514b5117b725f0','baf82ff4813919c584490cbaf89822fc99f39321957d69f78820423635552431');
INSERT INTO "events" VALUES(6,'researcher','participant.added','P01','{"after": {"id": "P01", "attributes": {"role": "curator", "years": "7"}}}','2026-11-23T15:37:47.013Z','baf82ff4813919c584490cbaf89822fc99f39321957d69f78820423635552431','93819c0c6f9ce565c5f829e40eda7b3cda83390bdd9d1ed06326c7227f2d12d6');
INSERT INTO "events" VALUES(7,'researcher','participant.added','P02','{"after": {"id": "P02", "attributes": {"role": "engineer", "years": "12"}}}','2026-11-23T15:37:47.013Z','93819c0c6f9ce565c5f829e40eda7b3cda83390bdd9d1ed06326c7227f2d12d6','9c58b48d77cb9e9eaa1d8b2e4f7de0129707bda9eaa9a74ac6af6c38bc48089f');
INSERT INTO "events" VALUES(8,'researcher','protocol.stated','protocol.md','{"after": {"source": "protocol.md", "questions": [[1, "How did it begin?"], [2, "And now?"]]}}','2026-11-23T15:37:47.196Z','9c58b48d77cb9e9eaa1d8b2e4f7de0129707bda9eaa9a74ac6af6c38bc48089f','6958b46c2271cc7f5d9209a0222020b68d905cac26f8b84e0b7f22000611b47f');
INSERT INTO "events" VALUES(9,'researcher','reading.changed','P01','{"before": {"transcript": "P01", "revision": 1, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, null], [33, 117, "P01", null, null, null], [122, 130, "I", null, null, null], [137, 198, "P01", null, null, null]]}, "after": {"transcript": "P01", "revision": 1, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, 1], [33, 117, "P01", null, null, 1], [122, 130, "I", null, null, 2], [137, 198, "P01", null, null, 2]], "reading": "be75269a47fc1798cc28f030ffb34c8d325e271d8175c64bc32ed253c17a3c41", "told": "2 questions recognised"}}','2026-11-23T15:37:47.196Z','6958b46c2271cc7f5d9209a0222020b68d905cac26f8b84e0b7f22000611b47f','855eded6aed55ee44c6797f33b341b58c7f17ae7e1bc9a5bf658993676c1de9e');
INSERT INTO "events" VALUES(10,'researcher','reading.changed','P02','{"before": {"transcript": "P02", "revision": 1, "speakers": [["I", "interviewer"], ["P02", "participant"]], "turns": [[3, 20, "I", null, null, null], [27, 99, "P02", null, null, null]]}, "after": {"transcript": "P02", "revision": 1, "speakers": [["I", "interviewer"], ["P02", "participant"]], "turns": [[3, 20, "I", null, null, 1], [27, 99, "P02", null, null, 1]], "reading": "6a562d70817f6c9a95611108170d420ab29e695002ad188f44bd9962e57dbc10", "told": "1 questions recognised"}}','2026-11-23T15:37:47.196Z','855eded6aed55ee44c6797f33b341b58c7f17ae7e1bc9a5bf658993676c1de9e','92eb28f00e55cf61452cf1535791c4cea7b141c5678545acdaf08f1f9a61e860');
INSERT INTO "events" VALUES(11,'researcher','coder.added','Ana','{"after": {"name": "Ana"}}','2026-11-23T15:37:47.390Z','92eb28f00e55cf61452cf1535791c4cea7b141c5678545acdaf08f1f9a61e860','c830b3efdcb09aa238e736fb00041a10dfc2f6f25ba03407c268a3b452190b9f');
INSERT INTO "events" VALUES(12,'researcher','assignment.made','["Ana", "P01", "first"]','{"after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:37:47.390Z','c830b3efdcb09aa238e736fb00041a10dfc2f6f25ba03407c268a3b452190b9f','e352800e4016f00d21cc078dd5d3af5cdba904338b1b95994d1ea5b6304f0414');
INSERT INTO "events" VALUES(13,'researcher','assignment.made','["Ana", "P02", "first"]','{"after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:37:47.390Z','e352800e4016f00d21cc078dd5d3af5cdba904338b1b95994d1ea5b6304f0414','5b2c1a63d4850f7c3dc9505b18546e2cc917d91df544fc73490cd39fa38920ae');
INSERT INTO "events" VALUES(14,'researcher','coder.added','Ben','{"after": {"name": "Ben"}}','2026-11-23T15:37:47.471Z','5b2c1a63d4850f7c3dc9505b18546e2cc917d91df544fc73490cd39fa38920ae','acad0c8649928978bfe158e0fa821de2d85193441b51da3844a2f9c601f8f76f');
INSERT INTO "events" VALUES(15,'researcher','assignment.made','["Ben", "P01", "first"]','{"after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:37:47.471Z','acad0c8649928978bfe158e0fa821de2d85193441b51da3844a2f9c601f8f76f','c61c3ca4a1b9c53d58b363e34b049cda2eb89219cb1cb5142340beaca28195df');
INSERT INTO "events" VALUES(16,'researcher','assignment.made','["Ben", "P02", "first"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:37:47.471Z','c61c3ca4a1b9c53d58b363e34b049cda2eb89219cb1cb5142340beaca28195df','0cb33fe2f3400bba6c0d2bb4d6eb95b3040a13d066e5ddfd596645f692b44b93');
INSERT INTO "events" VALUES(17,'Ana','coding.added','01a2090e-6309-7e4b-9cde-12badde4b184','{"after": {"id": "01a2090e-6309-7e4b-9cde-12badde4b184", "transcript": "P01", "revision": 1, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then café talk made me doubt.", "code": "trust", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:47.527Z", "certainty": "unsure"}}','2026-11-23T15:37:47.527Z','0cb33fe2f3400bba6c0d2bb4d6eb95b3040a13d066e5ddfd596645f692b44b93','644db7fd317fbd853819e421f9de986b95ef8d9f39b01bd91374c2cab1c46169');
INSERT INTO "events" VALUES(18,'Ana','coding.added','01a2090e-6349-7e78-bf5b-8881f7671963','{"after": {"id": "01a2090e-6349-7e78-bf5b-8881f7671963", "transcript": "P01", "revision": 1, "start": 84, "end": 89, "text": "doubt", "prefix": " first. Then café talk made me ", "suffix": ". I still hope for the team.\n\nI:", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:47.592Z", "certainty": null}}','2026-11-23T15:37:47.592Z','644db7fd317fbd853819e421f9de986b95ef8d9f39b01bd91374c2cab1c46169','af429cf5324d8ddeb71d3e8b9f197fccbf1fee99e8d3e1412e98307e1867224d');
INSERT INTO "events" VALUES(19,'Ana','coding.added','01a2090e-6389-7adf-97ba-a13b44a28c03','{"after": {"id": "01a2090e-6389-7adf-97ba-a13b44a28c03", "transcript": "P02", "revision": 1, "start": 44, "end": 72, "text": "I doubt that anybody read it", "prefix": "t begin?\n\nP02: Nobody asked us. ", "suffix": ", and I trust nobody there.\n", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:47.655Z", "certainty": null}}','2026-11-23T15:37:47.655Z','af429cf5324d8ddeb71d3e8b9f197fccbf1fee99e8d3e1412e98307e1867224d','1b6ca4bca7724b1b6dae10f7058fef51894a20b3da9189675f91752a10c91139');
INSERT INTO "events" VALUES(20,'Ana','coding.added','01a2090e-63b5-7af9-be00-632ab08b4b7d','{"after": {"id": "01a2090e-63b5-7af9-be00-632ab08b4b7d", "transcript": "P01", "revision": 1, "start": 91, "end": 116, "text": "I still hope for the team", "prefix": " Then café talk made me doubt. ", "suffix": ".\n\nI: And now?\n\nP01: Now I hope ", "code": "hope", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:47.700Z", "certainty": null}}','2026-11-23T15:37:47.700Z','1b6ca4bca7724b1b6dae10f7058fef51894a20b3da9189675f91752a10c91139','de43b22682e0f6b511c2262dd0dcf061c2890d8e6631e862948dc8d35bffc9fd');
INSERT INTO "events" VALUES(21,'Ben','coding.added','01a2090e-63ef-7147-88e4-7f14569b94bf','{"after": {"id": "01a2090e-63ef-7147-88e4-7f14569b94bf", "transcript": "P01", "revision": 1, "start": 35, "end": 47, "text": "trusted them", "prefix": "How did it begin? 👨‍👩‍👧\n\nP01: I ", "suffix": " 😀 at first. Then café talk mad", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:47.756Z", "certainty": null}}','2026-11-23T15:37:47.756Z','de43b22682e0f6b511c2262dd0dcf061c2890d8e6631e862948dc8d35bffc9fd','7911019e7cf5e290b8bfa92999478a36ffd5639aed6c584a9c4c2105b1a03f1b');
INSERT INTO "events" VALUES(22,'Ben','coding.added','01a2090e-6429-7b92-af36-0eaa9e8bb9e7','{"after": {"id": "01a2090e-6429-7b92-af36-0eaa9e8bb9e7", "transcript": "P01", "revision": 1, "start": 65, "end": 75, "text": "café talk", "prefix": "I trusted them 😀 at first. Then ", "suffix": " made me doubt. I still hope for", "code": "doubt", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:47.816Z", "certainty": null}}','2026-11-23T15:37:47.816Z','7911019e7cf5e290b8bfa92999478a36ffd5639aed6c584a9c4c2105b1a03f1b','23c40417ae7e4e6c7a4422b45bca3c60de5c3d34da4f320989cfda0076d71456');
INSERT INTO "events" VALUES(23,'Ben','coding.added','01a2090e-6446-743f-81bc-95b88d2b0047','{"after": {"id": "01a2090e-6446-743f-81bc-95b88d2b0047", "transcript": "P01", "revision": 1, "start": 137, "end": 158, "text": "Now I hope for myself", "prefix": "or the team.\n\nI: And now?\n\nP01: ", "suffix": ". 漢字 and 𠮷 too. Little things pl", "code": "hope", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:47.844Z", "certainty": null}}','2026-11-23T15:37:47.844Z','23c40417ae7e4e6c7a4422b45bca3c60de5c3d34da4f320989cfda0076d71456','7a90bddca5e5fefc79c94b4c6b2eef8dfc0ea1bc31ec679bf6a8bf0817bcce8d');
INSERT INTO "events" VALUES(24,'Ben','coding.added','01a2090e-6462-7165-af68-d7c4f62073cb','{"after": {"id": "01a2090e-6462-7165-af68-d7c4f62073cb", "transcript": "P02", "revision": 1, "start": 78, "end": 98, "text": "I trust nobody there", "prefix": "doubt that anybody read it, and ", "suffix": ".\n", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:47.873Z", "certainty": null}}','2026-11-23T15:37:47.873Z','7a90bddca5e5fefc79c94b4c6b2eef8dfc0ea1bc31ec679bf6a8bf0817bcce8d','99d3bb3793482aca618b2cd7e7b475bb41c4e030b6cd68f7ad0beedf0f1ba445');
INSERT INTO "events" VALUES(25,'Ana','memo.added','01a2090e-6475-7d66-aa84-b97752804cf0','{"after": {"id": "01a2090e-6475-7d66-aa84-b97752804cf0", "about": "coding", "subject": "01a2090e-6309-7e4b-9cde-12badde4b184", "author": "Ana", "text": "Is this still trust? 🤔", "made_at": "2026-11-23T15:37:47.893Z"}}','2026-11-23T15:37:47.893Z','99d3bb3793482aca618b2cd7e7b475bb41c4e030b6cd68f7ad0beedf0f1ba445','aad01cc16631b7611b610129286f504f08527a371e0dff68218305470745850a');
INSERT INTO "events" VALUES(26,'Ana','assignment.finished','["Ana", "P01", "first"]','{"before": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:37:47.908Z", "revision": 1}}','2026-11-23T15:37:47.908Z','aad01cc16631b7611b610129286f504f08527a371e0dff68218305470745850a','4c0e7399f495daeb02c04a92f61a58cd000f79e87650174ad6e0fdfa6c944ae1');
INSERT INTO "events" VALUES(27,'Ana','assignment.finished','["Ana", "P02", "first"]','{"before": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:37:47.908Z", "revision": 1}}','2026-11-23T15:37:47.908Z','4c0e7399f495daeb02c04a92f61a58cd000f79e87650174ad6e0fdfa6c944ae1','e62ffa5b8607fb9e3f4ada98d3ee39d858d5e8688485b08f61ab26fb1d539ce0');
INSERT INTO "events" VALUES(28,'Ben','assignment.finished','["Ben", "P01", "first"]','{"before": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:37:47.958Z", "revision": 1}}','2026-11-23T15:37:47.958Z','e62ffa5b8607fb9e3f4ada98d3ee39d858d5e8688485b08f61ab26fb1d539ce0','899479992e80be061999c34608caa1eb77a9b817111ac4467af583449cab6a41');
INSERT INTO "events" VALUES(29,'Ben','assignment.finished','["Ben", "P02", "first"]','{"before": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:37:47.958Z", "revision": 1}}','2026-11-23T15:37:47.958Z','899479992e80be061999c34608caa1eb77a9b817111ac4467af583449cab6a41','6cd93f9f80494fb7d283cbcf894e392c421c550455c5e05123815ba7f54e22d1');
INSERT INTO "events" VALUES(30,'Ana','draft.saved','0.2.0','{"after": {"place": 1, "base": "0.1.0", "version": "0.2.0", "sha256": "e769e719af55662fdb28eab1535973f0cc593f70f9b74d08a79346df7b303d8d"}}','2026-11-23T15:37:48.032Z','6cd93f9f80494fb7d283cbcf894e392c421c550455c5e05123815ba7f54e22d1','7915ae392b479bb372fe24dd34fc3b7e2b2f17767079ebdd78c7804627f6e7a0');
INSERT INTO "events" VALUES(31,'Ana','draft.dropped','0.2.0','{"before": {"place": 1, "base": "0.1.0", "version": "0.2.0", "sha256": "e769e719af55662fdb28eab1535973f0cc593f70f9b74d08a79346df7b303d8d"}}','2026-11-23T15:37:48.188Z','7915ae392b479bb372fe24dd34fc3b7e2b2f17767079ebdd78c7804627f6e7a0','2da60962df1df50df4a2a292412981a52ffeeb1baa716841a886d02a9488ad88');
INSERT INTO "events" VALUES(32,'researcher','codebook.released','0.2.0','{"after": {"id": "small", "version": "0.2.0", "sha256": "7dc6babaf6d0acd2f82182ad9380c25a3c977a274ea031e4dfb1247636d7ddff", "released_at": "2026-11-23T15:37:48.360Z", "place": 1}}','2026-11-23T15:37:48.360Z','2da60962df1df50df4a2a292412981a52ffeeb1baa716841a886d02a9488ad88','32bac457329d4314c53d506e182ca9a6fe9c9fc60267baf58016ad99953719df');
INSERT INTO "events" VALUES(33,'researcher','round.added','0.2.0','{"after": {"id": "0.2.0", "purpose": "coding", "codebook_version": "0.2.0", "anew": 0}}','2026-11-23T15:37:48.360Z','32bac457329d4314c53d506e182ca9a6fe9c9fc60267baf58016ad99953719df','51c7b26155edbe6f082007ebc08c68364b3fd927241d7150d0d326e91db29d64');
INSERT INTO "events" VALUES(34,'Ana','decision.made','01a2090e-66c4-701e-bf8a-99241d42cfff','{"after": {"id": "01a2090e-66c4-701e-bf8a-99241d42cfff", "coding": "01a2090e-63b5-7af9-be00-632ab08b4b7d", "change": "CR-0001", "code": "hope", "chosen": ["team"], "reason": "It says so.", "decided_by": "Ana", "decided_at": "2026-11-23T15:37:48.453Z"}}','2026-11-23T15:37:48.453Z','51c7b26155edbe6f082007ebc08c68364b3fd927241d7150d0d326e91db29d64','dd8840f590e4e2e5885b793bb4be4fc2869b2d3230566297e5fb09b3e06ca66d');
INSERT INTO "events" VALUES(35,'researcher','transcript.imported','P01','{"after": {"id": "P01", "revision": 2, "participant": "P01", "sha256": "7a434e1bfa722676e3452fd45ebeae82f186479490ee6ace54d436e62aa7e15f", "verbatim": "unknown", "language": "en", "source": "P01.txt", "roles": {"I": "interviewer", "P01": "participant"}, "reading": "1111e1841b35f3e1e23f9824bc56dbf7ce83c965cc2f13a48f339e9698baf62e"}}','2026-11-23T15:37:48.533Z','dd8840f590e4e2e5885b793bb4be4fc2869b2d3230566297e5fb09b3e06ca66d','3ad1d72ba1c0f185def79cad936f705510df53cb72fe021970345212e604310a');
INSERT INTO "events" VALUES(36,'researcher','reading.changed','P01','{"before": {"transcript": "P01", "revision": 2, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, null], [33, 135, "P01", null, null, null], [140, 148, "I", null, null, null], [155, 216, "P01", null, null, null]]}, "after": {"transcript": "P01", "revision": 2, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, 1], [33, 135, "P01", null, null, 1], [140, 148, "I", null, null, 2], [155, 216, "P01", null, null, 2]], "reading": "f3badc9055bf932e87dd2cf67d42439151df4a67d22e0176d00d2cfab7a93f34", "told": "2 questions recognised"}}','2026-11-23T15:37:48.533Z','3ad1d72ba1c0f185def79cad936f705510df53cb72fe021970345212e604310a','2d597142fb7994684b67f22a0499af8153de80345bc807d49a18273337dfde37');
INSERT INTO "events" VALUES(37,'Ben','placement.made','01a2090e-67ca-7493-b9b4-77865cb49118','{"after": {"id": "01a2090e-67ca-7493-b9b4-77865cb49118", "coding": "01a2090e-6429-7b92-af36-0eaa9e8bb9e7", "transcript": "P01", "revision": 2, "start": 86, "end": 93, "text": "chatter", "prefix": "irst. Then all that coffee-room ", "suffix": " made me doubt. I still hope for", "reason": "They mean that.", "placed_by": "Ben", "placed_at": "2026-11-23T15:37:48.677Z"}}','2026-11-23T15:37:48.677Z','2d597142fb7994684b67f22a0499af8153de80345bc807d49a18273337dfde37','d1b7b0ff7da4f831f90daf99c692f3d00db2c9b9d112c2ca8950d62f31b44fc9');
INSERT INTO "events" VALUES(38,'Cleo','coder.added','Cleo','{"after": {"name": "Cleo"}}','2026-11-23T15:37:48.853Z','d1b7b0ff7da4f831f90daf99c692f3d00db2c9b9d112c2ca8950d62f31b44fc9','369876957300a68f6a43d18dbd812773c82f7545935ea94786e6e72b120dbab2');
INSERT INTO "events" VALUES(39,'Cleo','verdict.given','01a2090e-6841-75e0-a559-97f25b12d9da','{"after": {"id": "01a2090e-6841-75e0-a559-97f25b12d9da", "transcript": "P01", "revision": 2, "start": 35, "end": 47, "text": "trusted them", "prefix": "How did it begin? 👨‍👩‍👧\n\nP01: I ", "suffix": " 😀 at first. Then all that coffe", "code": "trust", "holds": 1, "reason": "It is trust.", "codebook_version": "0.2.0", "decided_by": "Cleo", "decided_at": "2026-11-23T15:37:48.853Z"}}','2026-11-23T15:37:48.853Z','369876957300a68f6a43d18dbd812773c82f7545935ea94786e6e72b120dbab2','56110859ba326af92a4f6e796a9c05b8b10c00388e7d9596b31bf49044cd0c99');
INSERT INTO "events" VALUES(40,'Ana','draft.saved','0.3.0','{"after": {"place": 1, "base": "0.2.0", "version": "0.3.0", "sha256": "f0ec9d34db27437e64d35cfa41762412505f51ec9a9672d2c1b47ba8b6b9df5c"}}','2026-11-23T15:37:48.907Z','56110859ba326af92a4f6e796a9c05b8b10c00388e7d9596b31bf49044cd0c99','c6a086b48191e4cce6f72f8134e92cc4cb048068b3be8edaf9bb1115ef521c78');
INSERT INTO "events" VALUES(41,'Ana','draft.dropped','0.3.0','{"before": {"place": 1, "base": "0.2.0", "version": "0.3.0", "sha256": "f0ec9d34db27437e64d35cfa41762412505f51ec9a9672d2c1b47ba8b6b9df5c"}}','2026-11-23T15:37:48.966Z','c6a086b48191e4cce6f72f8134e92cc4cb048068b3be8edaf9bb1115ef521c78','20601f7fd6108661a9b8b4d68a5286bd96449fbf30c552b2c2c2d2bb7977dca0');
INSERT INTO "events" VALUES(42,'researcher','codebook.released','0.3.0','{"after": {"id": "small", "version": "0.3.0", "sha256": "5061bc263e5533989bad4da2a06fab56552c28c966aaabb5f008edd6e20cb490", "released_at": "2026-11-23T15:37:49.014Z", "place": 2}}','2026-11-23T15:37:49.014Z','20601f7fd6108661a9b8b4d68a5286bd96449fbf30c552b2c2c2d2bb7977dca0','8d86623aa0e8b6c947adae6ffc85dd6dbbc81491374897704d1a4433b44c5774');
INSERT INTO "events" VALUES(43,'researcher','round.added','0.3.0','{"after": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1}}','2026-11-23T15:37:49.014Z','8d86623aa0e8b6c947adae6ffc85dd6dbbc81491374897704d1a4433b44c5774','2d6e7b744cca443f153f88ff3fa4a30e699632db14c5c594ce7e30e290ddf343');
INSERT INTO "events" VALUES(44,'researcher','assignment.made','["Ben", "P02", "0.3.0"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "0.3.0", "finished_at": null, "revision": 1}}','2026-11-23T15:37:49.099Z','2d6e7b744cca443f153f88ff3fa4a30e699632db14c5c594ce7e30e290ddf343','9760483df86bf4812c4079282c89067b1e8bcf3d0159ae9b86c992b2a38ecdd0');
INSERT INTO "events" VALUES(45,'Ben','coding.added','01a2090e-6956-750d-ad17-b52318e67999','{"after": {"id": "01a2090e-6956-750d-ad17-b52318e67999", "transcript": "P02", "revision": 1, "start": 27, "end": 43, "text": "Nobody asked us.", "prefix": "I: How did it begin?\n\nP02: ", "suffix": " I doubt that anybody read it, a", "code": "doubt", "coder": "Ben", "codebook_version": "0.3.0", "round": "0.3.0", "made_at": "2026-11-23T15:37:49.140Z", "certainty": null}}','2026-11-23T15:37:49.140Z','9760483df86bf4812c4079282c89067b1e8bcf3d0159ae9b86c992b2a38ecdd0','72b8b251f3346f88781041dda604f11abb570dbf0a91a7f21de579ee7d804beb');
INSERT INTO "events" VALUES(46,'Ana','draft.saved','0.3.1','{"after": {"place": 1, "base": "0.3.0", "version": "0.3.1", "sha256": "d4f4658e71e756f20e1afef5cd3f92b47ac961e44e3ec6bcebaed9ccf885b5bf"}}','2026-11-23T15:37:49.212Z','72b8b251f3346f88781041dda604f11abb570dbf0a91a7f21de579ee7d804beb','a1bb1f6ff65b7eaa64bfc5ead0b053d3b0cb63aa7c2fc4af858f1e5a136bf6f2');
CREATE TABLE memos (
	id TEXT NOT NULL, 
	about TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	author TEXT NOT NULL, 
	text TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(author) REFERENCES coders (name)
)
 STRICT

;
INSERT INTO "memos" VALUES('01a2090e-6475-7d66-aa84-b97752804cf0','coding','01a2090e-6309-7e4b-9cde-12badde4b184','Ana','Is this still trust? 🤔','2026-11-23T15:37:47.893Z');
CREATE TABLE participants (
	id TEXT NOT NULL, 
	attributes TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "participants" VALUES('P01','{"role": "curator", "years": "7"}',0);
INSERT INTO "participants" VALUES('P02','{"role": "engineer", "years": "12"}',1);
CREATE TABLE placements (
	id TEXT NOT NULL, 
	coding TEXT NOT NULL, 
	transcript TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	text TEXT, 
	prefix TEXT, 
	suffix TEXT, 
	reason TEXT NOT NULL, 
	placed_by TEXT NOT NULL, 
	placed_at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(transcript, revision) REFERENCES transcripts (id, revision), 
	UNIQUE (coding, revision), 
	CHECK (("start" IS NULL) = ("end" IS NULL) AND ("start" IS NULL) = ("text" IS NULL)), 
	CHECK ("start" IS NULL OR ("start" >= 0 AND "end" > "start"))
)
 STRICT

;
INSERT INTO "placements" VALUES('01a2090e-67ca-7493-b9b4-77865cb49118','01a2090e-6429-7b92-af36-0eaa9e8bb9e7','P01',2,86,93,'chatter','irst. Then all that coffee-room ',' made me doubt. I still hope for','They mean that.','Ben','2026-11-23T15:37:48.677Z');
CREATE TABLE rounds (
	id TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	codebook_version TEXT NOT NULL, 
	anew INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(codebook_version) REFERENCES codebooks (version)
)
 STRICT

;
INSERT INTO "rounds" VALUES('first','coding','0.1.0',0);
INSERT INTO "rounds" VALUES('0.2.0','coding','0.2.0',0);
INSERT INTO "rounds" VALUES('0.3.0','coding','0.3.0',1);
CREATE TABLE speakers (
	transcript TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	role TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (transcript, revision, label), 
	FOREIGN KEY(transcript, revision) REFERENCES transcripts (id, revision)
)
 STRICT

;
INSERT INTO "speakers" VALUES('P01',1,'I','interviewer',0);
INSERT INTO "speakers" VALUES('P01',1,'P01','participant',1);
INSERT INTO "speakers" VALUES('P02',1,'I','interviewer',0);
INSERT INTO "speakers" VALUES('P02',1,'P02','participant',1);
INSERT INTO "speakers" VALUES('P01',2,'I','interviewer',0);
INSERT INTO "speakers" VALUES('P01',2,'P01','participant',1);
CREATE TABLE study (
	id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	notice TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	schema_number INTEGER NOT NULL, 
	head_sequence INTEGER NOT NULL, 
	head_hash TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "study" VALUES('01a2090e-5f2c-7389-b131-dad469822653','An old study','','2026-11-23T15:37:46.540Z',3,46,'a1bb1f6ff65b7eaa64bfc5ead0b053d3b0cb63aa7c2fc4af858f1e5a136bf6f2');
CREATE TABLE texts (
	sha256 TEXT NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (sha256)
)
 STRICT

;
INSERT INTO "texts" VALUES('d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623','I: How did it begin? 👨‍👩‍👧

P01: I trusted them 😀 at first. Then café talk made me doubt. I still hope for the team.

I: And now?

P01: Now I hope for myself. 漢字 and 𠮷 too. Little things please me.
');
INSERT INTO "texts" VALUES('ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed','I: How did it begin?

P02: Nobody asked us. I doubt that anybody read it, and I trust nobody there.
');
INSERT INTO "texts" VALUES('7a434e1bfa722676e3452fd45ebeae82f186479490ee6ace54d436e62aa7e15f','I: How did it begin? 👨‍👩‍👧

P01: I trusted them 😀 at first. Then all that coffee-room chatter made me doubt. I still hope for the team.

I: And now?

P01: Now I hope for myself. 漢字 and 𠮷 too. Little things please me.
');
CREATE TABLE transcripts (
	id TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	participant TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	verbatim TEXT NOT NULL, 
	language TEXT NOT NULL, 
	source TEXT NOT NULL, 
	imported_at TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (id, revision), 
	FOREIGN KEY(sha256) REFERENCES texts (sha256)
)
 STRICT

;
INSERT INTO "transcripts" VALUES('P01',1,'P01','d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623','unknown','en','P01.txt','2026-11-23T15:37:47.013Z',0);
INSERT INTO "transcripts" VALUES('P02',1,'P02','ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed','unknown','en','P02.txt','2026-11-23T15:37:47.013Z',1);
INSERT INTO "transcripts" VALUES('P01',2,'P01','7a434e1bfa722676e3452fd45ebeae82f186479490ee6ace54d436e62aa7e15f','unknown','en','P01.txt','2026-11-23T15:37:48.533Z',2);
CREATE TABLE turns (
	transcript TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	speaker TEXT, 
	began REAL, 
	ended REAL, 
	question INTEGER, 
	PRIMARY KEY (transcript, revision, number), 
	FOREIGN KEY(transcript, revision) REFERENCES transcripts (id, revision), 
	CHECK ("start" >= 0 AND "end" > "start")
)
 STRICT

;
INSERT INTO "turns" VALUES('P01',1,1,3,26,'I',NULL,NULL,1);
INSERT INTO "turns" VALUES('P01',1,2,33,117,'P01',NULL,NULL,1);
INSERT INTO "turns" VALUES('P01',1,3,122,130,'I',NULL,NULL,2);
INSERT INTO "turns" VALUES('P01',1,4,137,198,'P01',NULL,NULL,2);
INSERT INTO "turns" VALUES('P02',1,1,3,20,'I',NULL,NULL,1);
INSERT INTO "turns" VALUES('P02',1,2,27,99,'P02',NULL,NULL,1);
INSERT INTO "turns" VALUES('P01',2,1,3,26,'I',NULL,NULL,1);
INSERT INTO "turns" VALUES('P01',2,2,33,135,'P01',NULL,NULL,1);
INSERT INTO "turns" VALUES('P01',2,3,140,148,'I',NULL,NULL,2);
INSERT INTO "turns" VALUES('P01',2,4,155,216,'P01',NULL,NULL,2);
CREATE TABLE verdicts (
	id TEXT NOT NULL, 
	transcript TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	suffix TEXT NOT NULL, 
	code TEXT NOT NULL, 
	holds INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	codebook_version TEXT NOT NULL, 
	decided_by TEXT NOT NULL, 
	decided_at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(transcript, revision) REFERENCES transcripts (id, revision), 
	CHECK ("start" >= 0 AND "end" > "start"), 
	FOREIGN KEY(codebook_version) REFERENCES codebooks (version)
)
 STRICT

;
INSERT INTO "verdicts" VALUES('01a2090e-6841-75e0-a559-97f25b12d9da','P01',2,35,47,'trusted them','How did it begin? 👨‍👩‍👧

P01: I ',' 😀 at first. Then all that coffe','trust',1,'It is trust.','0.2.0','Cleo','2026-11-23T15:37:48.853Z');
CREATE INDEX events_by_subject ON events (subject);
CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE INDEX codings_by_transcript ON codings (transcript, coder);
CREATE INDEX verdicts_by_transcript ON verdicts (transcript);
COMMIT;
