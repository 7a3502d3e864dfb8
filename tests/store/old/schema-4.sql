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
INSERT INTO "assignments" VALUES('Ana','P01','first','2026-11-23T15:38:19.512Z',1);
INSERT INTO "assignments" VALUES('Ana','P02','first','2026-11-23T15:38:19.512Z',1);
INSERT INTO "assignments" VALUES('Ben','P01','first','2026-11-23T15:38:19.580Z',1);
INSERT INTO "assignments" VALUES('Ben','P02','first','2026-11-23T15:38:19.580Z',1);
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
INSERT INTO "codebooks" VALUES('0.1.0','647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa','{"id": "small", "title": "A small codebook", "version": "0.1.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [], "status": "sample", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": []}','2026-11-23T15:38:17.387Z',0);
INSERT INTO "codebooks" VALUES('0.2.0','7dc6babaf6d0acd2f82182ad9380c25a3c977a274ea031e4dfb1247636d7ddff','{"id": "small", "title": "A small codebook", "version": "0.2.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "released", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:38:19.976Z',1);
INSERT INTO "codebooks" VALUES('0.3.0','5061bc263e5533989bad4da2a06fab56552c28c966aaabb5f008edd6e20cb490','{"id": "small", "title": "A small codebook", "version": "0.3.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "care", "label": "Care", "parent": "feelings", "since": "0.3.0", "alt_labels": [], "definition": "Talk of caring for somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "released", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0002", "version": "0.3.0", "op": "add", "date": "2026-11-23", "subjects": [], "results": ["care"], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:38:20.922Z',2);
CREATE TABLE coders (
	name TEXT NOT NULL, 
	since TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT

;
INSERT INTO "coders" VALUES('Ana','2026-11-23T15:38:18.670Z',0);
INSERT INTO "coders" VALUES('Ben','2026-11-23T15:38:18.735Z',1);
INSERT INTO "coders" VALUES('Cleo','2026-11-23T15:38:20.745Z',2);
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
INSERT INTO "codings" VALUES('01a2090e-dd10-75cd-93df-48eaa80cf360','P01',1,33,58,'I trusted them 😀 at first',': How did it begin? 👨‍👩‍👧

P01: ','. Then café talk made me doubt.','trust','Ana','0.1.0','first','2026-11-23T15:38:18.761Z','unsure');
INSERT INTO "codings" VALUES('01a2090e-dd5c-735c-b8e4-662d86751597','P01',1,84,89,'doubt',' first. Then café talk made me ','. I still hope for the team.

I:','doubt','Ana','0.1.0','first','2026-11-23T15:38:18.829Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-dd90-7d42-9f4e-55c36a670a0a','P02',1,44,72,'I doubt that anybody read it','t begin?

P02: Nobody asked us. ',', and I trust nobody there.
','doubt','Ana','0.1.0','first','2026-11-23T15:38:18.895Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-ddb6-714a-883f-a27046264d75','P01',1,91,116,'I still hope for the team',' Then café talk made me doubt. ','.

I: And now?

P01: Now I hope ','hope','Ana','0.1.0','first','2026-11-23T15:38:18.932Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-dde0-721f-8575-2995bbcf12e9','P01',1,35,47,'trusted them','How did it begin? 👨‍👩‍👧

P01: I ',' 😀 at first. Then café talk mad','trust','Ben','0.1.0','first','2026-11-23T15:38:18.975Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-de2d-7085-ba6a-0bdd9a175b0d','P01',1,65,75,'café talk','I trusted them 😀 at first. Then ',' made me doubt. I still hope for','doubt','Ben','0.1.0','first','2026-11-23T15:38:19.038Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-de60-7e85-a7b1-ed861a180fd6','P01',1,137,158,'Now I hope for myself','or the team.

I: And now?

P01: ','. 漢字 and 𠮷 too. Little things pl','hope','Ben','0.1.0','first','2026-11-23T15:38:19.085Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-dea3-7514-b886-6de077cf6c37','P02',1,78,98,'I trust nobody there','doubt that anybody read it, and ','.
','trust','Ben','0.1.0','first','2026-11-23T15:38:19.152Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-df76-7d9d-a630-397a77c3b1da','P01',1,174,197,'Little things please me',' hope for myself. 漢字 and 𠮷 too. ','.
','little-things','Ben','0.1.0','first','2026-11-23T15:38:19.381Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-e643-7a5f-911e-8080ef480b64','P02',1,27,43,'Nobody asked us.','I: How did it begin?

P02: ',' I doubt that anybody read it, a','doubt','Ben','0.3.0','0.3.0','2026-11-23T15:38:21.113Z',NULL);
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
INSERT INTO "decisions" VALUES('01a2090e-e266-7971-9bef-bb532b50e3d1','01a2090e-ddb6-714a-883f-a27046264d75','CR-0001','hope','["team"]','It says so.','Ana','2026-11-23T15:38:20.125Z');
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
INSERT INTO "drafts" VALUES(1,'0.3.0','0.3.1','d4f4658e71e756f20e1afef5cd3f92b47ac961e44e3ec6bcebaed9ccf885b5bf','{"id": "small", "title": "A small codebook", "version": "0.3.1", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "care", "label": "Caring", "parent": "feelings", "since": "0.3.0", "alt_labels": ["Care"], "definition": "Talk of caring for somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "draft", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0002", "version": "0.3.0", "op": "add", "date": "2026-11-23", "subjects": [], "results": ["care"], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0003", "version": "0.3.1", "op": "rename", "date": "2026-11-23", "subjects": ["care"], "results": [], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:38:37.327Z');
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
INSERT INTO "events" VALUES(1,'researcher','study.created','01a2090e-d7ab-7135-b33c-ba63f8241c8d','{"after": {"id": "01a2090e-d7ab-7135-b33c-ba63f8241c8d", "title": "An old study", "notice": "", "created_at": "2026-11-23T15:38:17.387Z"}}','2026-11-23T15:38:17.387Z','0000000000000000000000000000000000000000000000000000000000000000','11f0dbfeca0008506e8d0e072f6e753587139e7810eeb47dd82ad12c062a704a');
INSERT INTO "events" VALUES(2,'researcher','codebook.released','0.1.0','{"after": {"id": "small", "version": "0.1.0", "sha256": "647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa", "released_at": "2026-11-23T15:38:17.387Z", "place": 0}}','2026-11-23T15:38:17.387Z','11f0dbfeca0008506e8d0e072f6e753587139e7810eeb47dd82ad12c062a704a','82603c2a2adc53d7da994ccca352baeaaabb490c39a525a7aa29df8f221507c2');
INSERT INTO "events" VALUES(3,'researcher','round.added','first','{"after": {"id": "first", "purpose": "coding", "codebook_version": "0.1.0", "anew": 0, "unit": "free"}}','2026-11-23T15:38:17.387Z','82603c2a2adc53d7da994ccca352baeaaabb490c39a525a7aa29df8f221507c2','31ab01431f5224016be3899d59a9dd3ad2e7811b67949890787562dc9785a13a');
INSERT INTO "events" VALUES(4,'researcher','transcript.imported','P01','{"after": {"id": "P01", "revision": 1, "participant": "P01", "sha256": "d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623", "verbatim": "unknown", "language": "en", "source": "P01.txt", "roles": {"I": "interviewer", "P01": "participant"}, "reading": "92386bf7f88d7c5dc29e0a9e690452aafe33a524afdaa05b8f13058b2d1a635e"}}','2026-11-23T15:38:18.355Z','31ab01431f5224016be3899d59a9dd3ad2e7811b67949890787562dc9785a13a','ed69b0d7de7f4afd999a8c1c68558c5cdfbc54960d69a70b0a2090f18aa92a6b');
INSERT INTO "events" VALUES(5,'researcher','transcript.imported','P02','{"after": {"id": "P02", "revision": 1, "participant": "P02", "sha256": "ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed", "verbatim": "unknown", "language": "en", "source": "P02.txt", "roles": {"I": "interviewer", "P02": "participant"}, "reading": "0c4c6957cc0c1e3c4834476048ca684a53ead6863657d881fe765f06f5973b78"}}','2026-11-23T15:38:18.355Z','ed69b0d7de7f4afd999a8c1c68558c5cdfbc54960d69a70b0a2090f18aa92a6b','3f707614a863c708ff019f9f8d8016a7a5af6ab9b67a873de824d508117a9d8b');
INSERT INTO "events" VALUES(6,'researcher','participant.added','P01','{"after": {"id": "P01", "attributes": {"role": "curator", "years": "7"}}}','2026-11-23T15:38:18.355Z','3f707614a863c708ff019f9f8d8016a7a5af6ab9b67a873de824d508117a9d8b','65faf58773a3c2af2fa61c750b1ef100ef5ba80d7b698d27afad3b0104adf609');
INSERT INTO "events" VALUES(7,'researcher','participant.added','P02','{"after": {"id": "P02", "attributes": {"role": "engineer", "years": "12"}}}','2026-11-23T15:38:18.355Z','65faf58773a3c2af2fa61c750b1ef100ef5ba80d7b698d27afad3b0104adf609','cb841876cea0a2b6553c14d6fd0622e30c596750202bb80bc63d06d59ee3c73f');
INSERT INTO "events" VALUES(8,'researcher','protocol.stated','protocol.md','{"after": {"source": "protocol.md", "questions": [[1, "How did it begin?"], [2, "And now?"]]}}','2026-11-23T15:38:18.520Z','cb841876cea0a2b6553c14d6fd0622e30c596750202bb80bc63d06d59ee3c73f','04083e3f83caf09c3483815c3815896da2a7f0dd15e532ddd9a2c8e0530a8cbd');
INSERT INTO "events" VALUES(9,'researcher','reading.changed','P01','{"before": {"transcript": "P01", "revision": 1, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, null], [33, 117, "P01", null, null, null], [122, 130, "I", null, null, null], [137, 198, "P01", null, null, null]]}, "after": {"transcript": "P01", "revision": 1, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, 1], [33, 117, "P01", null, null, 1], [122, 130, "I", null, null, 2], [137, 198, "P01", null, null, 2]], "reading": "be75269a47fc1798cc28f030ffb34c8d325e271d8175c64bc32ed253c17a3c41", "told": "2 questions recognised"}}','2026-11-23T15:38:18.520Z','04083e3f83caf09c3483815c3815896da2a7f0dd15e532ddd9a2c8e0530a8cbd','c3a6def97e4d035617bd7ae7bc994677d94d0a633d45f78ae1b6f655ef582c1a');
INSERT INTO "events" VALUES(10,'researcher','reading.changed','P02','{"before": {"transcript": "P02", "revision": 1, "speakers": [["I", "interviewer"], ["P02", "participant"]], "turns": [[3, 20, "I", null, null, null], [27, 99, "P02", null, null, null]]}, "after": {"transcript": "P02", "revision": 1, "speakers": [["I", "interviewer"], ["P02", "participant"]], "turns": [[3, 20, "I", null, null, 1], [27, 99, "P02", null, null, 1]], "reading": "6a562d70817f6c9a95611108170d420ab29e695002ad188f44bd9962e57dbc10", "told": "1 questions recognised"}}','2026-11-23T15:38:18.520Z','c3a6def97e4d035617bd7ae7bc994677d94d0a633d45f78ae1b6f655ef582c1a','bb0f758e5e3ef7684307ce49f0a1d963350991ee330533795ad08e3445b0c63f');
INSERT INTO "events" VALUES(11,'researcher','coder.added','Ana','{"after": {"name": "Ana"}}','2026-11-23T15:38:18.670Z','bb0f758e5e3ef7684307ce49f0a1d963350991ee330533795ad08e3445b0c63f','f06648f5023490d93f68b58dff1ff1c1d970b692a7da5ecff42741a5cccf0536');
INSERT INTO "events" VALUES(12,'researcher','assignment.made','["Ana", "P01", "first"]','{"after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:38:18.670Z','f06648f5023490d93f68b58dff1ff1c1d970b692a7da5ecff42741a5cccf0536','d7c821ef813e17a6a334ef1d2783d1e6a98e9d1ed72f175d3d7310f417a06cff');
INSERT INTO "events" VALUES(13,'researcher','assignment.made','["Ana", "P02", "first"]','{"after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:38:18.670Z','d7c821ef813e17a6a334ef1d2783d1e6a98e9d1ed72f175d3d7310f417a06cff','0f4e18393627c03db9078555f64dc2dcb6bffed9c940480d802b5bb5607ffcba');
INSERT INTO "events" VALUES(14,'researcher','coder.added','Ben','{"after": {"name": "Ben"}}','2026-11-23T15:38:18.735Z','0f4e18393627c03db9078555f64dc2dcb6bffed9c940480d802b5bb5607ffcba','3c2405902836196a6887cf4b42a1c0b981e8efdf9251a67827b5a953bbf04e9a');
INSERT INTO "events" VALUES(15,'researcher','assignment.made','["Ben", "P01", "first"]','{"after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:38:18.735Z','3c2405902836196a6887cf4b42a1c0b981e8efdf9251a67827b5a953bbf04e9a','f8c4014d675d4b43c268d350e574ed632b5d57a457585922152a4988f444f134');
INSERT INTO "events" VALUES(16,'researcher','assignment.made','["Ben", "P02", "first"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:38:18.735Z','f8c4014d675d4b43c268d350e574ed632b5d57a457585922152a4988f444f134','139ee9ce0767f81f36e095a5bb622030bd17cfba301c4b0e29a4f40b247a0b7f');
INSERT INTO "events" VALUES(17,'Ana','coding.added','01a2090e-dd10-75cd-93df-48eaa80cf360','{"after": {"id": "01a2090e-dd10-75cd-93df-48eaa80cf360", "transcript": "P01", "revision": 1, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then café talk made me doubt.", "code": "trust", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:18.761Z", "certainty": "unsure"}}','2026-11-23T15:38:18.761Z','139ee9ce0767f81f36e095a5bb622030bd17cfba301c4b0e29a4f40b247a0b7f','545dd2e92f37adfabe3d9013d278d924bee3aa3091e9e48e02c1d845ffce1c3b');
INSERT INTO "events" VALUES(18,'Ana','coding.added','01a2090e-dd5c-735c-b8e4-662d86751597','{"after": {"id": "01a2090e-dd5c-735c-b8e4-662d86751597", "transcript": "P01", "revision": 1, "start": 84, "end": 89, "text": "doubt", "prefix": " first. Then café talk made me ", "suffix": ". I still hope for the team.\n\nI:", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:18.829Z", "certainty": null}}','2026-11-23T15:38:18.829Z','545dd2e92f37adfabe3d9013d278d924bee3aa3091e9e48e02c1d845ffce1c3b','ff39a84bb3ce18ed90ce8d0f1e69d01b83aa17378093225aa07fcd8a6c861eae');
INSERT INTO "events" VALUES(19,'Ana','coding.added','01a2090e-dd90-7d42-9f4e-55c36a670a0a','{"after": {"id": "01a2090e-dd90-7d42-9f4e-55c36a670a0a", "transcript": "P02", "revision": 1, "start": 44, "end": 72, "text": "I doubt that anybody read it", "prefix": "t begin?\n\nP02: Nobody asked us. ", "suffix": ", and I trust nobody there.\n", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:18.895Z", "certainty": null}}','2026-11-23T15:38:18.895Z','ff39a84bb3ce18ed90ce8d0f1e69d01b83aa17378093225aa07fcd8a6c861eae','a16a716f0d7e3690ad1030e0deded0f7f1348ae30f896d1c29063944a8aec360');
INSERT INTO "events" VALUES(20,'Ana','coding.added','01a2090e-ddb6-714a-883f-a27046264d75','{"after": {"id": "01a2090e-ddb6-714a-883f-a27046264d75", "transcript": "P01", "revision": 1, "start": 91, "end": 116, "text": "I still hope for the team", "prefix": " Then café talk made me doubt. ", "suffix": ".\n\nI: And now?\n\nP01: Now I hope ", "code": "hope", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:18.932Z", "certainty": null}}','2026-11-23T15:38:18.932Z','a16a716f0d7e3690ad1030e0deded0f7f1348ae30f896d1c29063944a8aec360','f8cd050c268558d8573aa4a1608ce9f1e3c2c60bb9eb3c8170600d7f75f09ee5');
INSERT INTO "events" VALUES(21,'Ben','coding.added','01a2090e-dde0-721f-8575-2995bbcf12e9','{"after": {"id": "01a2090e-dde0-721f-8575-2995bbcf12e9", "transcript": "P01", "revision": 1, "start": 35, "end": 47, "text": "trusted them", "prefix": "How did it begin? 👨‍👩‍👧\n\nP01: I ", "suffix": " 😀 at first. Then café talk mad", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:18.975Z", "certainty": null}}','2026-11-23T15:38:18.975Z','f8cd050c268558d8573aa4a1608ce9f1e3c2c60bb9eb3c8170600d7f75f09ee5','e890c6c2d561a18f5ae57a5fee93c4d270c4aa8985d4bee2c137c9943a24c63f');
INSERT INTO "events" VALUES(22,'Ben','coding.added','01a2090e-de2d-7085-ba6a-0bdd9a175b0d','{"after": {"id": "01a2090e-de2d-7085-ba6a-0bdd9a175b0d", "transcript": "P01", "revision": 1, "start": 65, "end": 75, "text": "café talk", "prefix": "I trusted them 😀 at first. Then ", "suffix": " made me doubt. I still hope for", "code": "doubt", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:19.038Z", "certainty": null}}','2026-11-23T15:38:19.038Z','e890c6c2d561a18f5ae57a5fee93c4d270c4aa8985d4bee2c137c9943a24c63f','c186e52614c5f4820fba2e9dbd5ac88854c990d56f6ace644403c70846b34389');
INSERT INTO "events" VALUES(23,'Ben','coding.added','01a2090e-de60-7e85-a7b1-ed861a180fd6','{"after": {"id": "01a2090e-de60-7e85-a7b1-ed861a180fd6", "transcript": "P01", "revision": 1, "start": 137, "end": 158, "text": "Now I hope for myself", "prefix": "or the team.\n\nI: And now?\n\nP01: ", "suffix": ". 漢字 and 𠮷 too. Little things pl", "code": "hope", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:19.085Z", "certainty": null}}','2026-11-23T15:38:19.085Z','c186e52614c5f4820fba2e9dbd5ac88854c990d56f6ace644403c70846b34389','32bbcf135ba0db5a205d168c70b5349166dddf594a8d332ebdc75c9796cbb0ad');
INSERT INTO "events" VALUES(24,'Ben','coding.added','01a2090e-dea3-7514-b886-6de077cf6c37','{"after": {"id": "01a2090e-dea3-7514-b886-6de077cf6c37", "transcript": "P02", "revision": 1, "start": 78, "end": 98, "text": "I trust nobody there", "prefix": "doubt that anybody read it, and ", "suffix": ".\n", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:19.152Z", "certainty": null}}','2026-11-23T15:38:19.152Z','32bbcf135ba0db5a205d168c70b5349166dddf594a8d332ebdc75c9796cbb0ad','7c65f7a18ec3edd1bd7024bc12a36ff70ade3ddb9d91935b778a3d840ae85e12');
INSERT INTO "events" VALUES(25,'Ana','memo.added','01a2090e-def4-7d34-864a-631d020852c3','{"after": {"id": "01a2090e-def4-7d34-864a-631d020852c3", "about": "coding", "subject": "01a2090e-dd10-75cd-93df-48eaa80cf360", "author": "Ana", "text": "Is this still trust? 🤔", "made_at": "2026-11-23T15:38:19.252Z"}}','2026-11-23T15:38:19.252Z','7c65f7a18ec3edd1bd7024bc12a36ff70ade3ddb9d91935b778a3d840ae85e12','15321b2f8b7cd4868c89b445d3caa6422183c3728c531b46befb4b3920ed98e8');
INSERT INTO "events" VALUES(26,'Ben','proposal.made','01a2090e-df10-7c1a-8656-fb4399e25943','{"after": {"id": "01a2090e-df10-7c1a-8656-fb4399e25943", "code": "little-things", "label": "Little things", "definition": "Talk of it.", "coder": "Ben", "made_at": "2026-11-23T15:38:19.280Z"}}','2026-11-23T15:38:19.280Z','15321b2f8b7cd4868c89b445d3caa6422183c3728c531b46befb4b3920ed98e8','1e6927d1456d8026cf1e12fccc07631a9e12e0c61626acab5d76bf5d103c94d4');
INSERT INTO "events" VALUES(27,'Ana','proposal.made','01a2090e-df4c-71b5-8016-a154c1c45d11','{"after": {"id": "01a2090e-df4c-71b5-8016-a154c1c45d11", "code": "little-things", "label": "Little things", "definition": "Talk of it.", "coder": "Ana", "made_at": "2026-11-23T15:38:19.340Z"}}','2026-11-23T15:38:19.340Z','1e6927d1456d8026cf1e12fccc07631a9e12e0c61626acab5d76bf5d103c94d4','366fbee57483118b09e352fc6d143f680ea4ee61b301874d86bd74f589241126');
INSERT INTO "events" VALUES(28,'Ana','proposal.made','01a2090e-df59-721e-9f1e-79b5cd248b5c','{"after": {"id": "01a2090e-df59-721e-9f1e-79b5cd248b5c", "code": "reading", "label": "Reading", "definition": "Talk of it.", "coder": "Ana", "made_at": "2026-11-23T15:38:19.353Z"}}','2026-11-23T15:38:19.353Z','366fbee57483118b09e352fc6d143f680ea4ee61b301874d86bd74f589241126','57dc02594949d0605d045f78882a590fb44f31b07d94ff2f89088f4bff792148');
INSERT INTO "events" VALUES(29,'Ben','coding.added','01a2090e-df76-7d9d-a630-397a77c3b1da','{"after": {"id": "01a2090e-df76-7d9d-a630-397a77c3b1da", "transcript": "P01", "revision": 1, "start": 174, "end": 197, "text": "Little things please me", "prefix": " hope for myself. 漢字 and 𠮷 too. ", "suffix": ".\n", "code": "little-things", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:38:19.381Z", "certainty": null}}','2026-11-23T15:38:19.381Z','57dc02594949d0605d045f78882a590fb44f31b07d94ff2f89088f4bff792148','535217674261c5fc06a01e3b82da40e44aec37062637df981164763ec951777b');
INSERT INTO "events" VALUES(30,'Ben','ruling.given','reading','{"after": {"code": "reading", "answer": "declined", "codes": [], "reason": "Everybody reads.", "codebook_version": "0.1.0", "ruled_by": "Ben", "ruled_at": "2026-11-23T15:38:19.448Z"}}','2026-11-23T15:38:19.448Z','535217674261c5fc06a01e3b82da40e44aec37062637df981164763ec951777b','edc1fec756203430c612fbefa96005f1cf33971f56d404573f3058ecea72828d');
INSERT INTO "events" VALUES(31,'Ana','assignment.finished','["Ana", "P01", "first"]','{"before": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:38:19.512Z", "revision": 1}}','2026-11-23T15:38:19.512Z','edc1fec756203430c612fbefa96005f1cf33971f56d404573f3058ecea72828d','8a5cad95c744ff0d20344b4dd2b7a12d0d2dcec2641a788da10bd2fe58e9e196');
INSERT INTO "events" VALUES(32,'Ana','assignment.finished','["Ana", "P02", "first"]','{"before": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:38:19.512Z", "revision": 1}}','2026-11-23T15:38:19.512Z','8a5cad95c744ff0d20344b4dd2b7a12d0d2dcec2641a788da10bd2fe58e9e196','639db73b66a99b77c73482b908152d2d48ec4d366a0531e9c39513930a8db5f6');
INSERT INTO "events" VALUES(33,'Ben','assignment.finished','["Ben", "P01", "first"]','{"before": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:38:19.580Z", "revision": 1}}','2026-11-23T15:38:19.580Z','639db73b66a99b77c73482b908152d2d48ec4d366a0531e9c39513930a8db5f6','489119b887a85d22c1915ae29fa0e6fa4fba5083f2fc58e0ef279452eeb9588a');
INSERT INTO "events" VALUES(34,'Ben','assignment.finished','["Ben", "P02", "first"]','{"before": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:38:19.580Z", "revision": 1}}','2026-11-23T15:38:19.580Z','489119b887a85d22c1915ae29fa0e6fa4fba5083f2fc58e0ef279452eeb9588a','be9f6bbb072e5740ed8c7723ff9cf3904a115cb1b4cae81cc6de8aa44284f828');
INSERT INTO "events" VALUES(35,'Ana','draft.saved','0.2.0','{"after": {"place": 1, "base": "0.1.0", "version": "0.2.0", "sha256": "e769e719af55662fdb28eab1535973f0cc593f70f9b74d08a79346df7b303d8d"}}','2026-11-23T15:38:19.758Z','be9f6bbb072e5740ed8c7723ff9cf3904a115cb1b4cae81cc6de8aa44284f828','e4c313fb7a291aaa6e687bc2828923f8f6eecafe6e7707cdc4d1dd998fbef158');
INSERT INTO "events" VALUES(36,'Ana','draft.dropped','0.2.0','{"before": {"place": 1, "base": "0.1.0", "version": "0.2.0", "sha256": "e769e719af55662fdb28eab1535973f0cc593f70f9b74d08a79346df7b303d8d"}}','2026-11-23T15:38:19.833Z','e4c313fb7a291aaa6e687bc2828923f8f6eecafe6e7707cdc4d1dd998fbef158','1302b6b15872ba8152423fdcee96bbe90cc350e48b8b8c06c5af31596e571b43');
INSERT INTO "events" VALUES(37,'researcher','codebook.released','0.2.0','{"after": {"id": "small", "version": "0.2.0", "sha256": "7dc6babaf6d0acd2f82182ad9380c25a3c977a274ea031e4dfb1247636d7ddff", "released_at": "2026-11-23T15:38:19.976Z", "place": 1}}','2026-11-23T15:38:19.976Z','1302b6b15872ba8152423fdcee96bbe90cc350e48b8b8c06c5af31596e571b43','4665c4244e51d1298ffe4d1076e0d083b883d5e39106133a54ba0e1f708d86c0');
INSERT INTO "events" VALUES(38,'researcher','round.added','0.2.0','{"after": {"id": "0.2.0", "purpose": "coding", "codebook_version": "0.2.0", "anew": 0, "unit": "free"}}','2026-11-23T15:38:19.976Z','4665c4244e51d1298ffe4d1076e0d083b883d5e39106133a54ba0e1f708d86c0','f00fe27c0553e483c2fafcf3a11ce811ae2892cac3c09150dbb76fac3fdfe974');
INSERT INTO "events" VALUES(39,'Ana','decision.made','01a2090e-e266-7971-9bef-bb532b50e3d1','{"after": {"id": "01a2090e-e266-7971-9bef-bb532b50e3d1", "coding": "01a2090e-ddb6-714a-883f-a27046264d75", "change": "CR-0001", "code": "hope", "chosen": ["team"], "reason": "It says so.", "decided_by": "Ana", "decided_at": "2026-11-23T15:38:20.125Z"}}','2026-11-23T15:38:20.125Z','f00fe27c0553e483c2fafcf3a11ce811ae2892cac3c09150dbb76fac3fdfe974','9c8713f5f231e01239ab3ae8463d8e2ec8e9523667704ea3101422161cba42cf');
INSERT INTO "events" VALUES(40,'researcher','transcript.imported','P01','{"after": {"id": "P01", "revision": 2, "participant": "P01", "sha256": "7a434e1bfa722676e3452fd45ebeae82f186479490ee6ace54d436e62aa7e15f", "verbatim": "unknown", "language": "en", "source": "P01.txt", "roles": {"I": "interviewer", "P01": "participant"}, "reading": "1111e1841b35f3e1e23f9824bc56dbf7ce83c965cc2f13a48f339e9698baf62e"}}','2026-11-23T15:38:20.196Z','9c8713f5f231e01239ab3ae8463d8e2ec8e9523667704ea3101422161cba42cf','3bda554f2923274b4b095f688854ace09a5a197b407d4175bc95f54f29eca32f');
INSERT INTO "events" VALUES(41,'researcher','reading.changed','P01','{"before": {"transcript": "P01", "revision": 2, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, null], [33, 135, "P01", null, null, null], [140, 148, "I", null, null, null], [155, 216, "P01", null, null, null]]}, "after": {"transcript": "P01", "revision": 2, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, 1], [33, 135, "P01", null, null, 1], [140, 148, "I", null, null, 2], [155, 216, "P01", null, null, 2]], "reading": "f3badc9055bf932e87dd2cf67d42439151df4a67d22e0176d00d2cfab7a93f34", "told": "2 questions recognised"}}','2026-11-23T15:38:20.196Z','3bda554f2923274b4b095f688854ace09a5a197b407d4175bc95f54f29eca32f','c41e6d73d3f6b9d1862dd884b45f4d59c6f54099a9c9cef7b967513627eb57b3');
INSERT INTO "events" VALUES(42,'Ben','placement.made','01a2090e-e419-7c0d-b751-a48a325aa331','{"after": {"id": "01a2090e-e419-7c0d-b751-a48a325aa331", "coding": "01a2090e-de2d-7085-ba6a-0bdd9a175b0d", "transcript": "P01", "revision": 2, "start": 86, "end": 93, "text": "chatter", "prefix": "irst. Then all that coffee-room ", "suffix": " made me doubt. I still hope for", "reason": "They mean that.", "placed_by": "Ben", "placed_at": "2026-11-23T15:38:20.421Z"}}','2026-11-23T15:38:20.421Z','c41e6d73d3f6b9d1862dd884b45f4d59c6f54099a9c9cef7b967513627eb57b3','cba9898c4bf34ce360872d7d80745bc5186ed0749c504dc53d0e7853db0b1426');
INSERT INTO "events" VALUES(43,'Cleo','coder.added','Cleo','{"after": {"name": "Cleo"}}','2026-11-23T15:38:20.745Z','cba9898c4bf34ce360872d7d80745bc5186ed0749c504dc53d0e7853db0b1426','c041a75ffd95805f01d16bae176c9b919dc5bc8fbd03c8bab2b35159e1a595eb');
INSERT INTO "events" VALUES(44,'Cleo','verdict.given','01a2090e-e4de-7631-846c-53a05da89ebd','{"after": {"id": "01a2090e-e4de-7631-846c-53a05da89ebd", "transcript": "P01", "revision": 2, "start": 35, "end": 47, "text": "trusted them", "prefix": "How did it begin? 👨‍👩‍👧\n\nP01: I ", "suffix": " 😀 at first. Then all that coffe", "code": "trust", "holds": 1, "reason": "It is trust.", "codebook_version": "0.2.0", "decided_by": "Cleo", "decided_at": "2026-11-23T15:38:20.745Z"}}','2026-11-23T15:38:20.745Z','c041a75ffd95805f01d16bae176c9b919dc5bc8fbd03c8bab2b35159e1a595eb','47e93de1f0f635401a3a0633b2e93deb325718b656a487e1cadbeb7e4c971ee9');
INSERT INTO "events" VALUES(45,'Ana','draft.saved','0.3.0','{"after": {"place": 1, "base": "0.2.0", "version": "0.3.0", "sha256": "f0ec9d34db27437e64d35cfa41762412505f51ec9a9672d2c1b47ba8b6b9df5c"}}','2026-11-23T15:38:20.812Z','47e93de1f0f635401a3a0633b2e93deb325718b656a487e1cadbeb7e4c971ee9','746227e46b33765ffff29820943d750c1a77c820d07cf9ce558f62a8ed137a62');
INSERT INTO "events" VALUES(46,'Ana','draft.dropped','0.3.0','{"before": {"place": 1, "base": "0.2.0", "version": "0.3.0", "sha256": "f0ec9d34db27437e64d35cfa41762412505f51ec9a9672d2c1b47ba8b6b9df5c"}}','2026-11-23T15:38:20.889Z','746227e46b33765ffff29820943d750c1a77c820d07cf9ce558f62a8ed137a62','16e427c501dc687a3381742afa894858eabdeb41b42f92d529ad51655ef7e3a9');
INSERT INTO "events" VALUES(47,'researcher','codebook.released','0.3.0','{"after": {"id": "small", "version": "0.3.0", "sha256": "5061bc263e5533989bad4da2a06fab56552c28c966aaabb5f008edd6e20cb490", "released_at": "2026-11-23T15:38:20.922Z", "place": 2}}','2026-11-23T15:38:20.922Z','16e427c501dc687a3381742afa894858eabdeb41b42f92d529ad51655ef7e3a9','9f9fdf8084e89a95084b5fbed6252012fe0b4b4e3978c309698705a7e3bfb62b');
INSERT INTO "events" VALUES(48,'researcher','round.added','0.3.0','{"after": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1, "unit": "free"}}','2026-11-23T15:38:20.922Z','9f9fdf8084e89a95084b5fbed6252012fe0b4b4e3978c309698705a7e3bfb62b','94365ebcdca2b9448c8f9b60b9b90cea07187f6eea3cd03ae0cd927b0d66afd8');
INSERT INTO "events" VALUES(49,'researcher','round.changed','0.3.0','{"before": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1, "unit": "free"}, "after": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1, "unit": "sentence"}}','2026-11-23T15:38:21.047Z','94365ebcdca2b9448c8f9b60b9b90cea07187f6eea3cd03ae0cd927b0d66afd8','701d82c65e9d637cfa9aa8f862477501aee75232da05f7db4ab8ced19dd6a303');
INSERT INTO "events" VALUES(50,'researcher','assignment.made','["Ben", "P02", "0.3.0"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "0.3.0", "finished_at": null, "revision": 1}}','2026-11-23T15:38:21.067Z','701d82c65e9d637cfa9aa8f862477501aee75232da05f7db4ab8ced19dd6a303','b5e109acbafbd6e14d63d38447dbce007ca74049bbade926b7b88b5a5fa8cbd7');
INSERT INTO "events" VALUES(51,'Ben','coding.added','01a2090e-e643-7a5f-911e-8080ef480b64','{"after": {"id": "01a2090e-e643-7a5f-911e-8080ef480b64", "transcript": "P02", "revision": 1, "start": 27, "end": 43, "text": "Nobody asked us.", "prefix": "I: How did it begin?\n\nP02: ", "suffix": " I doubt that anybody read it, a", "code": "doubt", "coder": "Ben", "codebook_version": "0.3.0", "round": "0.3.0", "made_at": "2026-11-23T15:38:21.113Z", "certainty": null}}','2026-11-23T15:38:21.113Z','b5e109acbafbd6e14d63d38447dbce007ca74049bbade926b7b88b5a5fa8cbd7','820357933194097ff456c823239d4410dbd6eaec97b67d5a5c161fad46fe7a70');
INSERT INTO "events" VALUES(52,'Ana','draft.saved','0.3.1','{"after": {"place": 1, "base": "0.3.0", "version": "0.3.1", "sha256": "d4f4658e71e756f20e1afef5cd3f92b47ac961e44e3ec6bcebaed9ccf885b5bf"}}','2026-11-23T15:38:37.327Z','820357933194097ff456c823239d4410dbd6eaec97b67d5a5c161fad46fe7a70','46366c3662acace68d630dea0dc475afbe90efb4b3098d0472bd7978efa62a6c');
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
INSERT INTO "memos" VALUES('01a2090e-def4-7d34-864a-631d020852c3','coding','01a2090e-dd10-75cd-93df-48eaa80cf360','Ana','Is this still trust? 🤔','2026-11-23T15:38:19.252Z');
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
INSERT INTO "placements" VALUES('01a2090e-e419-7c0d-b751-a48a325aa331','01a2090e-de2d-7085-ba6a-0bdd9a175b0d','P01',2,86,93,'chatter','irst. Then all that coffee-room ',' made me doubt. I still hope for','They mean that.','Ben','2026-11-23T15:38:20.421Z');
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
INSERT INTO "proposals" VALUES('01a2090e-df10-7c1a-8656-fb4399e25943','little-things','Little things','Talk of it.','Ben','2026-11-23T15:38:19.280Z');
INSERT INTO "proposals" VALUES('01a2090e-df4c-71b5-8016-a154c1c45d11','little-things','Little things','Talk of it.','Ana','2026-11-23T15:38:19.340Z');
INSERT INTO "proposals" VALUES('01a2090e-df59-721e-9f1e-79b5cd248b5c','reading','Reading','Talk of it.','Ana','2026-11-23T15:38:19.353Z');
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
INSERT INTO "rulings" VALUES('reading','declined','[]','Everybody reads.','0.1.0','Ben','2026-11-23T15:38:19.448Z');
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
INSERT INTO "study" VALUES('01a2090e-d7ab-7135-b33c-ba63f8241c8d','An old study','','2026-11-23T15:38:17.387Z',4,52,'46366c3662acace68d630dea0dc475afbe90efb4b3098d0472bd7978efa62a6c');
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
INSERT INTO "transcripts" VALUES('P01',1,'P01','d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623','unknown','en','P01.txt','2026-11-23T15:38:18.355Z',0);
INSERT INTO "transcripts" VALUES('P02',1,'P02','ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed','unknown','en','P02.txt','2026-11-23T15:38:18.355Z',1);
INSERT INTO "transcripts" VALUES('P01',2,'P01','7a434e1bfa722676e3452fd45ebeae82f186479490ee6ace54d436e62aa7e15f','unknown','en','P01.txt','2026-11-23T15:38:20.196Z',2);
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
INSERT INTO "verdicts" VALUES('01a2090e-e4de-7631-846c-53a05da89ebd','P01',2,35,47,'trusted them','How did it begin? 👨‍👩‍👧

P01: I ',' 😀 at first. Then all that coffe','trust',1,'It is trust.','0.2.0','Cleo','2026-11-23T15:38:20.745Z');
CREATE INDEX events_by_subject ON events (subject);
CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE INDEX codings_by_transcript ON codings (transcript, coder);
CREATE INDEX verdicts_by_transcript ON verdicts (transcript);
COMMIT;
