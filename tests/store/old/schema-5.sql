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
INSERT INTO "assignments" VALUES('Ana','P01','first','2026-11-23T15:38:59.675Z',1);
INSERT INTO "assignments" VALUES('Ana','P02','first','2026-11-23T15:38:59.675Z',1);
INSERT INTO "assignments" VALUES('Ben','P01','first','2026-11-23T15:38:59.716Z',1);
INSERT INTO "assignments" VALUES('Ben','P02','first','2026-11-23T15:38:59.716Z',1);
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
INSERT INTO "codebooks" VALUES('0.1.0','647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa','{"id": "small", "title": "A small codebook", "version": "0.1.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [], "status": "sample", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": []}','2026-11-23T15:38:58.271Z',0);
INSERT INTO "codebooks" VALUES('0.2.0','7dc6babaf6d0acd2f82182ad9380c25a3c977a274ea031e4dfb1247636d7ddff','{"id": "small", "title": "A small codebook", "version": "0.2.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "released", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:39:00.008Z',1);
INSERT INTO "codebooks" VALUES('0.3.0','5061bc263e5533989bad4da2a06fab56552c28c966aaabb5f008edd6e20cb490','{"id": "small", "title": "A small codebook", "version": "0.3.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "care", "label": "Care", "parent": "feelings", "since": "0.3.0", "alt_labels": [], "definition": "Talk of caring for somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "released", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0002", "version": "0.3.0", "op": "add", "date": "2026-11-23", "subjects": [], "results": ["care"], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:39:00.842Z',2);
CREATE TABLE coders (
	name TEXT NOT NULL, 
	since TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT

;
INSERT INTO "coders" VALUES('Ana','2026-11-23T15:38:59.090Z',0);
INSERT INTO "coders" VALUES('Ben','2026-11-23T15:38:59.151Z',1);
INSERT INTO "coders" VALUES('Cleo','2026-11-23T15:39:00.561Z',2);
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
INSERT INTO "codings" VALUES('01a2090f-7aed-7e37-8dfe-e4d876e7f5e9','P01',1,33,58,'I trusted them 😀 at first',': How did it begin? 👨‍👩‍👧

P01: ','. Then café talk made me doubt.','trust','Ana','0.1.0','first','2026-11-23T15:38:59.180Z','unsure');
INSERT INTO "codings" VALUES('01a2090f-7b1a-766c-bd62-46fed2a76075','P01',1,84,89,'doubt',' first. Then café talk made me ','. I still hope for the team.

I:','doubt','Ana','0.1.0','first','2026-11-23T15:38:59.224Z',NULL);
INSERT INTO "codings" VALUES('01a2090f-7b3a-798c-9e69-31a5b455eb5c','P02',1,44,72,'I doubt that anybody read it','t begin?

P02: Nobody asked us. ',', and I trust nobody there.
','doubt','Ana','0.1.0','first','2026-11-23T15:38:59.256Z',NULL);
INSERT INTO "codings" VALUES('01a2090f-7b73-71ce-a616-39fc518529ac','P01',1,91,116,'I still hope for the team',' Then café talk made me doubt. ','.

I: And now?

P01: Now I hope ','hope','Ana','0.1.0','first','2026-11-23T15:38:59.305Z',NULL);
INSERT INTO "codings" VALUES('01a2090f-7b92-793e-b976-fbb2f20b7a05','P01',1,35,47,'trusted them','How did it begin? 👨‍👩‍👧

P01: I ',' 😀 at first. Then café talk mad','trust','Ben','0.1.0','first','2026-11-23T15:38:59.344Z',NULL);
INSERT INTO "codings" VALUES('01a2090f-7bbf-7ca7-8b5e-6b0daa969ac5','P01',1,65,75,'café talk','I trusted them 😀 at first. Then ',' made me doubt. I still hope for','doubt','Ben','0.1.0','first','2026-11-23T15:38:59.373Z',NULL);
INSERT INTO "codings" VALUES('01a2090f-7bdb-7e03-8e35-87db593469f8','P01',1,137,158,'Now I hope for myself','or the team.

I: And now?

P01: ','. 漢字 and 𠮷 too. Little things pl','hope','Ben','0.1.0','first','2026-11-23T15:38:59.409Z',NULL);
INSERT INTO "codings" VALUES('01a2090f-7bee-726b-be7f-a445b8658711','P02',1,78,98,'I trust nobody there','doubt that anybody read it, and ','.
','trust','Ben','0.1.0','first','2026-11-23T15:38:59.436Z',NULL);
INSERT INTO "codings" VALUES('01a2090f-7c91-7b1d-bf3a-109e0699e049','P01',1,174,197,'Little things please me',' hope for myself. 漢字 and 𠮷 too. ','.
','little-things','Ben','0.1.0','first','2026-11-23T15:38:59.600Z',NULL);
INSERT INTO "codings" VALUES('01a2090f-8200-7005-93a7-0acf4cb1a374','P02',1,27,43,'Nobody asked us.','I: How did it begin?

P02: ',' I doubt that anybody read it, a','doubt','Ben','0.3.0','0.3.0','2026-11-23T15:39:00.986Z',NULL);
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
INSERT INTO "decisions" VALUES('01a2090f-7ecc-7518-9cc5-29a3eb35be62','01a2090f-7b73-71ce-a616-39fc518529ac','CR-0001','hope','["team"]','It says so.','Ana','2026-11-23T15:39:00.153Z');
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
INSERT INTO "drafts" VALUES(1,'0.3.0','0.3.1','d4f4658e71e756f20e1afef5cd3f92b47ac961e44e3ec6bcebaed9ccf885b5bf','{"id": "small", "title": "A small codebook", "version": "0.3.1", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "care", "label": "Caring", "parent": "feelings", "since": "0.3.0", "alt_labels": ["Care"], "definition": "Talk of caring for somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "draft", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0002", "version": "0.3.0", "op": "add", "date": "2026-11-23", "subjects": [], "results": ["care"], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0003", "version": "0.3.1", "op": "rename", "date": "2026-11-23", "subjects": ["care"], "results": [], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:39:10.720Z');
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
INSERT INTO "events" VALUES(1,'researcher','study.created','01a2090f-775f-74bb-b365-6f9411b4022a','{"after": {"id": "01a2090f-775f-74bb-b365-6f9411b4022a", "title": "An old study", "notice": "", "created_at": "2026-11-23T15:38:58.271Z"}}','2026-11-23T15:38:58.271Z','0000000000000000000000000000000000000000000000000000000000000000','34a16b2eadc79adb3137e4cc2fedc4374c5551d6a101e2a2d2427edf9e784477');
INSERT INTO "events" VALUES(2,'researcher','codebook.released','0.1.0','{"after": {"id": "small", "version": "0.1.0", "sha256": "647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa", "released_at": "2026-11-23T15:38:58.271Z", "place": 0}}','2026-11-23T15:38:58.271Z','34a16b2eadc79adb3137e4cc2fedc4374c5551d6a101e2a2d2427edf9e784477','c1e19de00a7137839e24d94a8dc0b0882f72b71a3e7572ee902fa7435dd22085');
INSERT INTO "events" VALUES(3,'researcher','round.added','first','{"after": {"id": "first", "purpose": "coding", "codebook_version": "0.1.0", "anew": 0, "unit": "free"}}','2026-11-23T15:38:58.271Z','c1e19de00a7137839e24d94a8dc0b0882f72b71a3e7572ee902fa7435dd22085','b5e9cb2cf7226897a32bd21f297593041f58fd9b133e1defe38fc6aa779c86a8');
INSERT INTO "events" VALUES(4,'researcher','transcript.imported','P01','{"after": {"id": "P01", "revision": 1, "participant": "P01", "sha256": "d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623", "verbatim": "unknown", "language": "en", "source": "P01.txt", "roles": {"I": "interviewer", "P01": "participant"}, "reading": "92386bf7f88d7c5dc29e0a9e690452aafe33a524afdaa05b8f13058b2d1a635e"}}','2026-11-23T15:38:58.722Z','b5e9cb2cf7226897a32bd21f297593041f58fd9b133e1defe38fc6aa779c86a8','09f382bb0ccde2bfe8653a26693936b13584960f055bd2335e14afbaceb88265');
INSERT INTO "events" VALUES(5,'researcher','transcript.imported','P02','{"after": {"id": "P02", "revision": 1, "participant": "P02", "sha256": "ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed", "verbatim": "unknown", "language": "en", "source": "P02.txt", "roles": {"I": "interviewer", "P02": "participant"}, "reading": "0c4c6957cc0c1e3c4834476048ca684a53ead6863657d881fe765f06f5973b78"}}','2026-11-23T15:38:58.722Z','09f382bb0ccde2bfe8653a26693936b13584960f055bd2335e14afbaceb88265','e6a42231965cf8bece7965cf6d0c493e071d588414e3901169990d1ba476b487');
INSERT INTO "events" VALUES(6,'researcher','participant.added','P01','{"after": {"id": "P01", "attributes": {"role": "curator", "years": "7"}}}','2026-11-23T15:38:58.722Z','e6a42231965cf8bece7965cf6d0c493e071d588414e3901169990d1ba476b487','b46f0fc7afdb1f201561e4d493d1a76b222f27bbb8dc5235306352b4eedbc4f8');
INSERT INTO "events" VALUES(7,'researcher','participant.added','P02','{"after": {"id": "P02", "attributes": {"role": "engineer", "years": "12"}}}','2026-11-23T15:38:58.722Z','b46f0fc7afdb1f201561e4d493d1a76b222f27bbb8dc5235306352b4eedbc4f8','9113f625865e266f44f54be59a9af8aad9b911ceb23d4ba08d1129c4f8a37405');
INSERT INTO "events" VALUES(8,'researcher','protocol.stated','protocol.md','{"after": {"source": "protocol.md", "questions": [[1, "How did it begin?"], [2, "And now?"]]}}','2026-11-23T15:38:58.836Z','9113f625865e266f44f54be59a9af8aad9b911ceb23d4ba08d1129c4f8a37405','8d0e1de426f396fd0d5f6e0eaf1dfc8c52a09d264777836b973e4b69d6c5b4c5');
INSERT INTO "events" VALUES(9,'researcher','reading.changed','P01','{"before": {"transcript": "P01", "revision": 1, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, null], [33, 117, "P01", null, null, null], [122, 130, "I", null, null, null], [137, 198, "P01", null, null, null]]}, "after": {"transcript": "P01", "revision": 1, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, 1], [33, 117, "P01", null, null, 1], [122, 130, "I", null, null, 2], [137, 198, "P01", null, null, 2]], "reading": "be75269a47fc1798cc28f030ffb34c8d325e271d8175c64bc32ed253c17a3c41", "told": "2 questions recognised"}}','2026-11-23T15:38:58.836Z','8d0e1de426f396fd0d5f6e0eaf1dfc8c52a09d264777836b973e4b69d6c5b4c5','669df73d56696c98cd52deb5f11669120da7ac25464265285229a428c0059703');
INSERT INTO "events" VALUES(10,'researcher','reading.changed','P02','{"before": {"transcript": "P02", "revision": 1, "speakers": [["I", "interviewer"], ["P02", "participant"]], "turns": [[3, 20, "I", null, null, null], [27, 99, "P02", null, null, null]]}, "after": {"transcript": "P02", "revision": 1, "speakers": [["I", "interviewer"], ["P02", "participant"]], "turns": [[3, 20, "I", null, null, 1], [27, 99, "P02", null, null, 1]], "reading": "6a562d70817f6c9a95611108170d420ab29e695002ad188f44bd9962e57dbc10", "told": "1 questions recognised"}}','2026-11-23T15:38:58.836Z','669df73d56696c98cd52deb5f11669120da7ac25464265285229a428c0059703','2cf927c81cb24062927b73a74a84db4647e6be1000263ebc451c58f55dd1d9dc');
INSERT INTO "events" VALUES(11,'researcher','coder.added','Ana','{"after": {"name": "Ana"}}','2026-11-23T15:38:59.090Z','2cf927c81cb24062927b73a74a84db4647e6be1000263ebc451c58f55dd1d9dc','5f38e1bc1c785911325e905dbe6110c3035c03d4aee3623ea37c04251cd7d463');
INSERT INTO "events" VALUES(12,'researcher','assignment.made','["Ana", "P01", "first"]','{"after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:38:59.090Z','5f38e1bc1c785911325e905dbe6110c3035c03d4aee3623ea37c04251cd7d463','723833666cfe9c8bd645373b2c02b3d740e4366555f450a54ddf94f6990bd13c');
INSERT INTO "events" VALUES(13,'researcher','assignment.made','["Ana", "P02", "first"]','{"after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:38:59.090Z','723833666cfe9c8bd645373b2c02b3d740e4366555f450a54ddf94f6990bd13c','656cc1738cf080e9f4c716dbacf2e3ce2dd4de7798f351862c93c82a0017e4fa');
INSERT INTO "events" VALUES(14,'researcher','coder.added','Ben','{"after": {"name": "Ben"}}','2026-11-23T15:38:59.151Z','656cc1738cf080e9f4c716dbacf2e3ce2dd4de7798f351862c93c82a0017e4fa','6590c6a1bbecb67e0d35c1628b4fa195165967ff9aba71d2ded545250da71d7e');
INSERT INTO "events" VALUES(15,'researcher','assignment.made','["Ben", "P01", "first"]','{"after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:38:59.151Z','6590c6a1bbecb67e0d35c1628b4fa195165967ff9aba71d2ded545250da71d7e','4253106abac76245886535f17d740ee4a8563437e6e693d92b2a00936debd8b9');
INSERT INTO "events" VALUES(16,'researcher','assignment.made','["Ben", "P02", "first"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:38:59.151Z','4253106abac76245886535f17d740ee4a8563437e6e693d92b2a00936debd8b9','b2f041426cac74b17a252bd8a580536f689f6bef3900ec0802fd930573a4e4db');
INSERT INTO "events" VALUES(17,'Ana','coding.added','01a2090f-7aed-7e37-8dfe-e4d876e7f5e9','{"after": {"id": "01a2090f-7aed-7e37-8dfe-e4d876e7f5e9", "transcript": "P01", "revision": 1, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then café talk made me doubt.", "code": "trust", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:59.180Z", "certainty": "unsure"}}','2026-11-23T15:38:59.180Z','b2f041426cac74b17a252bd8a580536f689f6bef3900ec0802fd930573a4e4db','121935cee0c3e0a148af23657ebe88e16b9f024fbeef7c89b7156a548b96cd77');
INSERT INTO "events" VALUES(18,'Ana','coding.added','01a2090f-7b1a-766c-bd62-46fed2a76075','{"after": {"id": "01a2090f-7b1a-766c-bd62-46fed2a76075", "transcript": "P01", "revision": 1, "start": 84, "end": 89, "text": "doubt", "prefix": " first. Then café talk made me ", "suffix": ". I still hope for the team.\n\nI:", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:59.224Z", "certainty": null}}','2026-11-23T15:38:59.224Z','121935cee0c3e0a148af23657ebe88e16b9f024fbeef7c89b7156a548b96cd77','20b2846ce1c7398ff24aa536917557dc73bb1e36464bbfa6d2e231407b68caf2');
INSERT INTO "events" VALUES(19,'Ana','coding.added','01a2090f-7b3a-798c-9e69-31a5b455eb5c','{"after": {"id": "01a2090f-7b3a-798c-9e69-31a5b455eb5c", "transcript": "P02", "revision": 1, "start": 44, "end": 72, "text": "I doubt that anybody read it", "prefix": "t begin?\n\nP02: Nobody asked us. ", "suffix": ", and I trust nobody there.\n", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:59.256Z", "certainty": null}}','2026-11-23T15:38:59.256Z','20b2846ce1c7398ff24aa536917557dc73bb1e36464bbfa6d2e231407b68caf2','22a9fb805220f76b140c1f618add331aef091487709060d3189bb7af8aee24e9');
INSERT INTO "events" VALUES(20,'Ana','coding.added','01a2090f-7b73-71ce-a616-39fc518529ac','{"after": {"id": "01a2090f-7b73-71ce-a616-39fc518529ac", "transcript": "P01", "revision": 1, "start": 91, "end": 116, "text": "I still hope for the team", "prefix": " Then café talk made me doubt. ", "suffix": ".\n\nI: And now?\n\nP01: Now I hope ", "code": "hope", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:59.305Z", "certainty": null}}','2026-11-23T15:38:59.305Z','22a9fb805220f76b140c1f618add331aef091487709060d3189bb7af8aee24e9','1a26ff7780bcf2d9eaa4724a07bf2c63451dfaef32505eb85af3a6030b5fd39a');
INSERT INTO "events" VALUES(21,'Ben','coding.added','01a2090f-7b92-793e-b976-fbb2f20b7a05','{"after": {"id": "01a2090f-7b92-793e-b976-fbb2f20b7a05", "transcript": "P01", "revision": 1, "start": 35, "end": 47, "text": "trusted them", "prefix": "How did it begin? 👨‍👩‍👧\n\nP01: I ", "suffix": " 😀 at first. Then café talk mad", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:59.344Z", "certainty": null}}','2026-11-23T15:38:59.344Z','1a26ff7780bcf2d9eaa4724a07bf2c63451dfaef32505eb85af3a6030b5fd39a','d4c520bf9603ef0199ee357e8a9258d908d348ee43f4e5111ebae22bea16fb0f');
INSERT INTO "events" VALUES(22,'Ben','coding.added','01a2090f-7bbf-7ca7-8b5e-6b0daa969ac5','{"after": {"id": "01a2090f-7bbf-7ca7-8b5e-6b0daa969ac5", "transcript": "P01", "revision": 1, "start": 65, "end": 75, "text": "café talk", "prefix": "I trusted them 😀 at first. Then ", "suffix": " made me doubt. I still hope for", "code": "doubt", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:59.373Z", "certainty": null}}','2026-11-23T15:38:59.373Z','d4c520bf9603ef0199ee357e8a9258d908d348ee43f4e5111ebae22bea16fb0f','a9980c73e003a31b1643d907a9b0a76f4b2d2a9205cfd43d9d758a36c0a4922d');
INSERT INTO "events" VALUES(23,'Ben','coding.added','01a2090f-7bdb-7e03-8e35-87db593469f8','{"after": {"id": "01a2090f-7bdb-7e03-8e35-87db593469f8", "transcript": "P01", "revision": 1, "start": 137, "end": 158, "text": "Now I hope for myself", "prefix": "or the team.\n\nI: And now?\n\nP01: ", "suffix": ". 漢字 and 𠮷 too. Little things pl", "code": "hope", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:59.409Z", "certainty": null}}','2026-11-23T15:38:59.409Z','a9980c73e003a31b1643d907a9b0a76f4b2d2a9205cfd43d9d758a36c0a4922d','ad98285d3be72f0a65f986b7cf22d736bbd7304c968470e4929dbdd5cac33385');
INSERT INTO "events" VALUES(24,'Ben','coding.added','01a2090f-7bee-726b-be7f-a445b8658711','{"after": {"id": "01a2090f-7bee-726b-be7f-a445b8658711", "transcript": "P02", "revision": 1, "start": 78, "end": 98, "text": "I trust nobody there", "prefix": "doubt that anybody read it, and ", "suffix": ".\n", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:59.436Z", "certainty": null}}','2026-11-23T15:38:59.436Z','ad98285d3be72f0a65f986b7cf22d736bbd7304c968470e4929dbdd5cac33385','903e226f16ba318aeec473710e1cf8255d334280c0c57af1d0af830e216ab7ee');
INSERT INTO "events" VALUES(25,'Ana','memo.added','01a2090f-7c14-76a9-a9a5-b68259a2dfd4','{"after": {"id": "01a2090f-7c14-76a9-a9a5-b68259a2dfd4", "about": "coding", "subject": "01a2090f-7aed-7e37-8dfe-e4d876e7f5e9", "author": "Ana", "text": "Is this still trust? 🤔", "made_at": "2026-11-23T15:38:59.476Z"}}','2026-11-23T15:38:59.476Z','903e226f16ba318aeec473710e1cf8255d334280c0c57af1d0af830e216ab7ee','564b0572e641371f29a775b493e42433ee6bace32402623127f4c11c0f6c1ee7');
INSERT INTO "events" VALUES(26,'Ben','proposal.made','01a2090f-7c21-7da0-a1a4-e36c1c1847c3','{"after": {"id": "01a2090f-7c21-7da0-a1a4-e36c1c1847c3", "code": "little-things", "label": "Little things", "definition": "Talk of it.", "coder": "Ben", "made_at": "2026-11-23T15:38:59.489Z"}}','2026-11-23T15:38:59.489Z','564b0572e641371f29a775b493e42433ee6bace32402623127f4c11c0f6c1ee7','cb74a8722a173727dc71b08dff132afffe1048b5276613aab65bae925216b6fa');
INSERT INTO "events" VALUES(27,'Ana','proposal.made','01a2090f-7c5c-7889-a943-b759499766cc','{"after": {"id": "01a2090f-7c5c-7889-a943-b759499766cc", "code": "little-things", "label": "Little things", "definition": "Talk of it.", "coder": "Ana", "made_at": "2026-11-23T15:38:59.548Z"}}','2026-11-23T15:38:59.548Z','cb74a8722a173727dc71b08dff132afffe1048b5276613aab65bae925216b6fa','dcc331ae35817c94f4a7f662cc48eed94c9ddd4d154a30df34661aacb0e1fb31');
INSERT INTO "events" VALUES(28,'Ana','proposal.made','01a2090f-7c65-75ba-93b5-f521c1949331','{"after": {"id": "01a2090f-7c65-75ba-93b5-f521c1949331", "code": "reading", "label": "Reading", "definition": "Talk of it.", "coder": "Ana", "made_at": "2026-11-23T15:38:59.557Z"}}','2026-11-23T15:38:59.557Z','dcc331ae35817c94f4a7f662cc48eed94c9ddd4d154a30df34661aacb0e1fb31','f23bbfc3fc071d0de24d82a4bdd67e0024c900af1a39f136d62b10cdb063717d');
INSERT INTO "events" VALUES(29,'Ben','coding.added','01a2090f-7c91-7b1d-bf3a-109e0699e049','{"after": {"id": "01a2090f-7c91-7b1d-bf3a-109e0699e049", "transcript": "P01", "revision": 1, "start": 174, "end": 197, "text": "Little things please me", "prefix": " hope for myself. 漢字 and 𠮷 too. ", "suffix": ".\n", "code": "little-things", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:59.600Z", "certainty": null}}','2026-11-23T15:38:59.600Z','f23bbfc3fc071d0de24d82a4bdd67e0024c900af1a39f136d62b10cdb063717d','07dcc26c53a168e4c2ee1280620cb2908469ae561bbf5d1e2a48018aa59c78c6');
INSERT INTO "events" VALUES(30,'Ben','ruling.given','reading','{"after": {"code": "reading", "answer": "declined", "codes": [], "reason": "Everybody reads.", "codebook_version": "0.1.0", "ruled_by": "Ben", "ruled_at": "2026-11-23T15:38:59.644Z"}}','2026-11-23T15:38:59.644Z','07dcc26c53a168e4c2ee1280620cb2908469ae561bbf5d1e2a48018aa59c78c6','f6acb9d8ec053c1e3a3f42de27b99ad08ec33f11dc4e359d96022f343bff7ac1');
INSERT INTO "events" VALUES(31,'Ana','assignment.finished','["Ana", "P01", "first"]','{"before": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:38:59.675Z", "revision": 1}}','2026-11-23T15:38:59.675Z','f6acb9d8ec053c1e3a3f42de27b99ad08ec33f11dc4e359d96022f343bff7ac1','d83fc7e6f7e8d7f94151e1fcf606af33ef74c8c2b57c9504caeaf01f873909f8');
INSERT INTO "events" VALUES(32,'Ana','assignment.finished','["Ana", "P02", "first"]','{"before": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:38:59.675Z", "revision": 1}}','2026-11-23T15:38:59.675Z','d83fc7e6f7e8d7f94151e1fcf606af33ef74c8c2b57c9504caeaf01f873909f8','68eaa154bb500087639ae2c9a74d939b37cf4fefee0ae235902556d0065b4d6d');
INSERT INTO "events" VALUES(33,'Ben','assignment.finished','["Ben", "P01", "first"]','{"before": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:38:59.716Z", "revision": 1}}','2026-11-23T15:38:59.716Z','68eaa154bb500087639ae2c9a74d939b37cf4fefee0ae235902556d0065b4d6d','d3395ccd85e7a908f893161957a5f588cab7c165d855284c2f6947b1583ce79c');
INSERT INTO "events" VALUES(34,'Ben','assignment.finished','["Ben", "P02", "first"]','{"before": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:38:59.716Z", "revision": 1}}','2026-11-23T15:38:59.716Z','d3395ccd85e7a908f893161957a5f588cab7c165d855284c2f6947b1583ce79c','4d812e07028cf006fb11b556819ef9280f63b8a6dda865e5dcd26da903f4d280');
INSERT INTO "events" VALUES(35,'Ana','draft.saved','0.2.0','{"after": {"place": 1, "base": "0.1.0", "version": "0.2.0", "sha256": "e769e719af55662fdb28eab1535973f0cc593f70f9b74d08a79346df7b303d8d"}}','2026-11-23T15:38:59.833Z','4d812e07028cf006fb11b556819ef9280f63b8a6dda865e5dcd26da903f4d280','4615e1804de9bbfdb7965bf3298eef2903c6534231a74dd21e96f471bcc6742f');
INSERT INTO "events" VALUES(36,'Ana','draft.dropped','0.2.0','{"before": {"place": 1, "base": "0.1.0", "version": "0.2.0", "sha256": "e769e719af55662fdb28eab1535973f0cc593f70f9b74d08a79346df7b303d8d"}}','2026-11-23T15:38:59.879Z','4615e1804de9bbfdb7965bf3298eef2903c6534231a74dd21e96f471bcc6742f','73834c72332b802172ba2bc81cad57f5578a70688d714c180b9a3efa8ec1201c');
INSERT INTO "events" VALUES(37,'researcher','codebook.released','0.2.0','{"after": {"id": "small", "version": "0.2.0", "sha256": "7dc6babaf6d0acd2f82182ad9380c25a3c977a274ea031e4dfb1247636d7ddff", "released_at": "2026-11-23T15:39:00.008Z", "place": 1}}','2026-11-23T15:39:00.008Z','73834c72332b802172ba2bc81cad57f5578a70688d714c180b9a3efa8ec1201c','2e32b2f3945981da0d6cef559f24f89cf5a00a48b28ffadcadbd52bdb47c1b91');
INSERT INTO "events" VALUES(38,'researcher','round.added','0.2.0','{"after": {"id": "0.2.0", "purpose": "coding", "codebook_version": "0.2.0", "anew": 0, "unit": "free"}}','2026-11-23T15:39:00.008Z','2e32b2f3945981da0d6cef559f24f89cf5a00a48b28ffadcadbd52bdb47c1b91','d9fa104d8b58871f3dc638d4836561115a1985545b37a642beb91478b3e94772');
INSERT INTO "events" VALUES(39,'Ana','decision.made','01a2090f-7ecc-7518-9cc5-29a3eb35be62','{"after": {"id": "01a2090f-7ecc-7518-9cc5-29a3eb35be62", "coding": "01a2090f-7b73-71ce-a616-39fc518529ac", "change": "CR-0001", "code": "hope", "chosen": ["team"], "reason": "It says so.", "decided_by": "Ana", "decided_at": "2026-11-23T15:39:00.153Z"}}','2026-11-23T15:39:00.153Z','d9fa104d8b58871f3dc638d4836561115a1985545b37a642beb91478b3e94772','781c3bdaa1457172e6b7211422862aa8d94f5b75fe06e7087d058d49527f1a74');
INSERT INTO "events" VALUES(40,'researcher','transcript.imported','P01','{"after": {"id": "P01", "revision": 2, "participant": "P01", "sha256": "7a434e1bfa722676e3452fd45ebeae82f186479490ee6ace54d436e62aa7e15f", "verbatim": "unknown", "language": "en", "source": "P01.txt", "roles": {"I": "interviewer", "P01": "participant"}, "reading": "1111e1841b35f3e1e23f9824bc56dbf7ce83c965cc2f13a48f339e9698baf62e"}}','2026-11-23T15:39:00.225Z','781c3bdaa1457172e6b7211422862aa8d94f5b75fe06e7087d058d49527f1a74','36250e62e6f95cde36e06ca135c98c8f95e70ce247c8c24ee6db55b055b5c888');
INSERT INTO "events" VALUES(41,'researcher','reading.changed','P01','{"before": {"transcript": "P01", "revision": 2, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, null], [33, 135, "P01", null, null, null], [140, 148, "I", null, null, null], [155, 216, "P01", null, null, null]]}, "after": {"transcript": "P01", "revision": 2, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, 1], [33, 135, "P01", null, null, 1], [140, 148, "I", null, null, 2], [155, 216, "P01", null, null, 2]], "reading": "f3badc9055bf932e87dd2cf67d42439151df4a67d22e0176d00d2cfab7a93f34", "told": "2 questions recognised"}}','2026-11-23T15:39:00.225Z','36250e62e6f95cde36e06ca135c98c8f95e70ce247c8c24ee6db55b055b5c888','ddb9620a2f2e2ec02defdd75bd323567e03929282b927a4f55ac3e8a804a4959');
INSERT INTO "events" VALUES(42,'Ben','placement.made','01a2090f-7fe7-7adc-be5f-d6e076ac3389','{"after": {"id": "01a2090f-7fe7-7adc-be5f-d6e076ac3389", "coding": "01a2090f-7bbf-7ca7-8b5e-6b0daa969ac5", "transcript": "P01", "revision": 2, "start": 86, "end": 93, "text": "chatter", "prefix": "irst. Then all that coffee-room ", "suffix": " made me doubt. I still hope for", "reason": "They mean that.", "placed_by": "Ben", "placed_at": "2026-11-23T15:39:00.369Z"}}','2026-11-23T15:39:00.369Z','ddb9620a2f2e2ec02defdd75bd323567e03929282b927a4f55ac3e8a804a4959','a056cb4bacedff309833f0d262449dc80d7ae10d570084988c5ca3009b792ba1');
INSERT INTO "events" VALUES(43,'Cleo','coder.added','Cleo','{"after": {"name": "Cleo"}}','2026-11-23T15:39:00.561Z','a056cb4bacedff309833f0d262449dc80d7ae10d570084988c5ca3009b792ba1','716f8040cc5b503c7d10cade29bd1b2302c667fa27f8fe97966db6134b4d9a6f');
INSERT INTO "events" VALUES(44,'Cleo','verdict.given','01a2090f-805c-7ac3-8f02-5dd3d0a8ed22','{"after": {"id": "01a2090f-805c-7ac3-8f02-5dd3d0a8ed22", "transcript": "P01", "revision": 2, "start": 35, "end": 47, "text": "trusted them", "prefix": "How did it begin? 👨‍👩‍👧\n\nP01: I ", "suffix": " 😀 at first. Then all that coffe", "code": "trust", "holds": 1, "reason": "It is trust.", "codebook_version": "0.2.0", "decided_by": "Cleo", "decided_at": "2026-11-23T15:39:00.561Z"}}','2026-11-23T15:39:00.561Z','716f8040cc5b503c7d10cade29bd1b2302c667fa27f8fe97966db6134b4d9a6f','67166c8e6ed913148ec1a1e7ddbc49637b00d5dc78c45c13474d183cee7d45d3');
INSERT INTO "events" VALUES(45,'Ana','quotation.picked','01a2090f-80f8-7893-b818-e97cf8f4f2de','{"after": {"id": "01a2090f-80f8-7893-b818-e97cf8f4f2de", "transcript": "P01", "revision": 2, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then all that coffee-room chat", "code": "trust", "codebook_version": "0.2.0", "edited": "", "used_in": "", "picked_by": "Ana", "made_at": "2026-11-23T15:39:00.645Z"}}','2026-11-23T15:39:00.645Z','67166c8e6ed913148ec1a1e7ddbc49637b00d5dc78c45c13474d183cee7d45d3','2101796ed51799bee83f0e86558c5e6dabe0625c7101919c8d624d9853639228');
INSERT INTO "events" VALUES(46,'Ana','quotation.edited','01a2090f-80f8-7893-b818-e97cf8f4f2de','{"before": {"id": "01a2090f-80f8-7893-b818-e97cf8f4f2de", "transcript": "P01", "revision": 2, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then all that coffee-room chat", "code": "trust", "codebook_version": "0.2.0", "edited": "", "used_in": "", "picked_by": "Ana", "made_at": "2026-11-23T15:39:00.645Z"}, "after": {"id": "01a2090f-80f8-7893-b818-e97cf8f4f2de", "transcript": "P01", "revision": 2, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then all that coffee-room chat", "code": "trust", "codebook_version": "0.2.0", "edited": "", "used_in": "Table 2", "picked_by": "Ana", "made_at": "2026-11-23T15:39:00.645Z"}}','2026-11-23T15:39:00.645Z','2101796ed51799bee83f0e86558c5e6dabe0625c7101919c8d624d9853639228','bfd8f903b0df92011e20ff171e10bbf0482708b31a2b8ef422cd3f36a12c36ae');
INSERT INTO "events" VALUES(47,'Ana','draft.saved','0.3.0','{"after": {"place": 1, "base": "0.2.0", "version": "0.3.0", "sha256": "f0ec9d34db27437e64d35cfa41762412505f51ec9a9672d2c1b47ba8b6b9df5c"}}','2026-11-23T15:39:00.787Z','bfd8f903b0df92011e20ff171e10bbf0482708b31a2b8ef422cd3f36a12c36ae','9a6ab9dbfbe46fc4949a817570e1bde2459a932fb5a318eeb27279ec946e48fe');
INSERT INTO "events" VALUES(48,'Ana','draft.dropped','0.3.0','{"before": {"place": 1, "base": "0.2.0", "version": "0.3.0", "sha256": "f0ec9d34db27437e64d35cfa41762412505f51ec9a9672d2c1b47ba8b6b9df5c"}}','2026-11-23T15:39:00.826Z','9a6ab9dbfbe46fc4949a817570e1bde2459a932fb5a318eeb27279ec946e48fe','e9e97c3ed67a224c4b8f2c2cfa41603e287c4115adc98959e16aff3e92772cc6');
INSERT INTO "events" VALUES(49,'researcher','codebook.released','0.3.0','{"after": {"id": "small", "version": "0.3.0", "sha256": "5061bc263e5533989bad4da2a06fab56552c28c966aaabb5f008edd6e20cb490", "released_at": "2026-11-23T15:39:00.842Z", "place": 2}}','2026-11-23T15:39:00.842Z','e9e97c3ed67a224c4b8f2c2cfa41603e287c4115adc98959e16aff3e92772cc6','37c7a36482e218a2d7272e951d035f86de8d329515aa601e58c0f41a9605f346');
INSERT INTO "events" VALUES(50,'researcher','round.added','0.3.0','{"after": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1, "unit": "free"}}','2026-11-23T15:39:00.842Z','37c7a36482e218a2d7272e951d035f86de8d329515aa601e58c0f41a9605f346','263a1468f4dee2f6972bdeb1519bee83fafd30042cdf346170d626540f24989b');
INSERT INTO "events" VALUES(51,'researcher','round.changed','0.3.0','{"before": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1, "unit": "free"}, "after": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1, "unit": "sentence"}}','2026-11-23T15:39:00.930Z','263a1468f4dee2f6972bdeb1519bee83fafd30042cdf346170d626540f24989b','17c1fe1869cd933639df4f526a40982622c29a2ac0c3eea543ec9aaee938463a');
INSERT INTO "events" VALUES(52,'researcher','assignment.made','["Ben", "P02", "0.3.0"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "0.3.0", "finished_at": null, "revision": 1}}','2026-11-23T15:39:00.952Z','17c1fe1869cd933639df4f526a40982622c29a2ac0c3eea543ec9aaee938463a','bfa77312398ed4d3687776bb72771efbeb481ab329a9c87b6505e2c0e3e534de');
INSERT INTO "events" VALUES(53,'Ben','coding.added','01a2090f-8200-7005-93a7-0acf4cb1a374','{"after": {"id": "01a2090f-8200-7005-93a7-0acf4cb1a374", "transcript": "P02", "revision": 1, "start": 27, "end": 43, "text": "Nobody asked us.", "prefix": "I: How did it begin?\n\nP02: ", "suffix": " I doubt that anybody read it, a", "code": "doubt", "coder": "Ben", "codebook_version": "0.3.0", "round": "0.3.0", "made_at": "2026-11-23T15:39:00.986Z", "certainty": null}}','2026-11-23T15:39:00.986Z','bfa77312398ed4d3687776bb72771efbeb481ab329a9c87b6505e2c0e3e534de','ef8c0bcdc951094e3a1cec7b223c0a3af2afe6f59107be0ea64789e8418be63b');
INSERT INTO "events" VALUES(54,'Ana','draft.saved','0.3.1','{"after": {"place": 1, "base": "0.3.0", "version": "0.3.1", "sha256": "d4f4658e71e756f20e1afef5cd3f92b47ac961e44e3ec6bcebaed9ccf885b5bf"}}','2026-11-23T15:39:10.720Z','ef8c0bcdc951094e3a1cec7b223c0a3af2afe6f59107be0ea64789e8418be63b','43becbd6235cdb7e14c1e159f91e3b0b11930308108dba9ff8ce6f2a52ec6e69');
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
INSERT INTO "memos" VALUES('01a2090f-7c14-76a9-a9a5-b68259a2dfd4','coding','01a2090f-7aed-7e37-8dfe-e4d876e7f5e9','Ana','Is this still trust? 🤔','2026-11-23T15:38:59.476Z');
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
CREATE TABLE picks (
	id TEXT NOT NULL, 
	transcript TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	prefix TEXT NOT NULL, 
	suffix TEXT NOT NULL, 
	code TEXT NOT NULL, 
	codebook_version TEXT NOT NULL, 
	edited TEXT NOT NULL, 
	used_in TEXT NOT NULL, 
	picked_by TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(transcript, revision) REFERENCES transcripts (id, revision), 
	CHECK ("start" >= 0 AND "end" > "start"), 
	FOREIGN KEY(codebook_version) REFERENCES codebooks (version), 
	FOREIGN KEY(picked_by) REFERENCES coders (name)
)
 STRICT

;
INSERT INTO "picks" VALUES('01a2090f-80f8-7893-b818-e97cf8f4f2de','P01',2,33,58,'I trusted them 😀 at first',': How did it begin? 👨‍👩‍👧

P01: ','. Then all that coffee-room chat','trust','0.2.0','','Table 2','Ana','2026-11-23T15:39:00.645Z');
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
INSERT INTO "placements" VALUES('01a2090f-7fe7-7adc-be5f-d6e076ac3389','01a2090f-7bbf-7ca7-8b5e-6b0daa969ac5','P01',2,86,93,'chatter','irst. Then all that coffee-room ',' made me doubt. I still hope for','They mean that.','Ben','2026-11-23T15:39:00.369Z');
CREATE TABLE proposals (
	id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	label TEXT NOT NULL, 
	definition TEXT NOT NULL, 
	coder TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (code, coder), 
	FOREIGN KEY(coder) REFERENCES coders (name)
)
 STRICT

;
INSERT INTO "proposals" VALUES('01a2090f-7c21-7da0-a1a4-e36c1c1847c3','little-things','Little things','Talk of it.','Ben','2026-11-23T15:38:59.489Z');
INSERT INTO "proposals" VALUES('01a2090f-7c5c-7889-a943-b759499766cc','little-things','Little things','Talk of it.','Ana','2026-11-23T15:38:59.548Z');
INSERT INTO "proposals" VALUES('01a2090f-7c65-75ba-93b5-f521c1949331','reading','Reading','Talk of it.','Ana','2026-11-23T15:38:59.557Z');
CREATE TABLE rounds (
	id TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	codebook_version TEXT NOT NULL, 
	anew INTEGER DEFAULT '0' NOT NULL, 
	unit TEXT DEFAULT 'free' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(codebook_version) REFERENCES codebooks (version)
)
 STRICT

;
INSERT INTO "rounds" VALUES('first','coding','0.1.0',0,'free');
INSERT INTO "rounds" VALUES('0.2.0','coding','0.2.0',0,'free');
INSERT INTO "rounds" VALUES('0.3.0','coding','0.3.0',1,'sentence');
CREATE TABLE rulings (
	code TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	codes TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	codebook_version TEXT NOT NULL, 
	ruled_by TEXT NOT NULL, 
	ruled_at TEXT NOT NULL, 
	PRIMARY KEY (code), 
	FOREIGN KEY(codebook_version) REFERENCES codebooks (version)
)
 STRICT

;
INSERT INTO "rulings" VALUES('reading','declined','[]','Everybody reads.','0.1.0','Ben','2026-11-23T15:38:59.644Z');
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
INSERT INTO "study" VALUES('01a2090f-775f-74bb-b365-6f9411b4022a','An old study','','2026-11-23T15:38:58.271Z',5,54,'43becbd6235cdb7e14c1e159f91e3b0b11930308108dba9ff8ce6f2a52ec6e69');
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
INSERT INTO "transcripts" VALUES('P01',1,'P01','d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623','unknown','en','P01.txt','2026-11-23T15:38:58.722Z',0);
INSERT INTO "transcripts" VALUES('P02',1,'P02','ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed','unknown','en','P02.txt','2026-11-23T15:38:58.722Z',1);
INSERT INTO "transcripts" VALUES('P01',2,'P01','7a434e1bfa722676e3452fd45ebeae82f186479490ee6ace54d436e62aa7e15f','unknown','en','P01.txt','2026-11-23T15:39:00.225Z',2);
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
INSERT INTO "verdicts" VALUES('01a2090f-805c-7ac3-8f02-5dd3d0a8ed22','P01',2,35,47,'trusted them','How did it begin? 👨‍👩‍👧

P01: I ',' 😀 at first. Then all that coffe','trust',1,'It is trust.','0.2.0','Cleo','2026-11-23T15:39:00.561Z');
CREATE INDEX events_by_subject ON events (subject);
CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE INDEX codings_by_transcript ON codings (transcript, coder);
CREATE INDEX verdicts_by_transcript ON verdicts (transcript);
COMMIT;
