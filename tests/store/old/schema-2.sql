PRAGMA application_id=1229145170;
PRAGMA user_version=0;
BEGIN TRANSACTION;
CREATE TABLE assignments (
	coder TEXT NOT NULL, 
	transcript TEXT NOT NULL, 
	round TEXT NOT NULL, 
	finished_at TEXT, 
	PRIMARY KEY (coder, transcript, round), 
	FOREIGN KEY(coder) REFERENCES coders (name), 
	FOREIGN KEY(round) REFERENCES rounds (id)
)
 STRICT

;
INSERT INTO "assignments" VALUES('Ana','P01','first','2026-11-23T15:37:25.307Z');
INSERT INTO "assignments" VALUES('Ana','P02','first','2026-11-23T15:37:25.307Z');
INSERT INTO "assignments" VALUES('Ben','P01','first','2026-11-23T15:37:25.447Z');
INSERT INTO "assignments" VALUES('Ben','P02','first','2026-11-23T15:37:25.447Z');
INSERT INTO "assignments" VALUES('Ben','P02','0.3.0',NULL);
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
INSERT INTO "codebooks" VALUES('0.1.0','647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa','{"id": "small", "title": "A small codebook", "version": "0.1.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [], "status": "sample", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": []}','2026-11-23T15:37:23.408Z',0);
INSERT INTO "codebooks" VALUES('0.2.0','7dc6babaf6d0acd2f82182ad9380c25a3c977a274ea031e4dfb1247636d7ddff','{"id": "small", "title": "A small codebook", "version": "0.2.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "released", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:37:26.032Z',1);
INSERT INTO "codebooks" VALUES('0.3.0','5061bc263e5533989bad4da2a06fab56552c28c966aaabb5f008edd6e20cb490','{"id": "small", "title": "A small codebook", "version": "0.3.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "care", "label": "Care", "parent": "feelings", "since": "0.3.0", "alt_labels": [], "definition": "Talk of caring for somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "released", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0002", "version": "0.3.0", "op": "add", "date": "2026-11-23", "subjects": [], "results": ["care"], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:37:26.295Z',2);
CREATE TABLE coders (
	name TEXT NOT NULL, 
	since TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT

;
INSERT INTO "coders" VALUES('Ana','2026-11-23T15:37:24.069Z',0);
INSERT INTO "coders" VALUES('Ben','2026-11-23T15:37:24.224Z',1);
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
INSERT INTO "codings" VALUES('01a2090e-0890-7e8e-b4b4-e75a74813df0','P01',1,33,58,'I trusted them 😀 at first',': How did it begin? 👨‍👩‍👧

P01: ','. Then café talk made me doubt.','trust','Ana','0.1.0','first','2026-11-23T15:37:24.358Z','unsure');
INSERT INTO "codings" VALUES('01a2090e-0915-76ba-af2f-4aeb34b97488','P01',1,84,89,'doubt',' first. Then café talk made me ','. I still hope for the team.

I:','doubt','Ana','0.1.0','first','2026-11-23T15:37:24.490Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-09a5-7ecf-b5d1-549ba902b694','P02',1,44,72,'I doubt that anybody read it','t begin?

P02: Nobody asked us. ',', and I trust nobody there.
','doubt','Ana','0.1.0','first','2026-11-23T15:37:24.618Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-0a20-7afe-bbcc-b3f6bf96aa7e','P01',1,91,116,'I still hope for the team',' Then café talk made me doubt. ','.

I: And now?

P01: Now I hope ','hope','Ana','0.1.0','first','2026-11-23T15:37:24.750Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-0a90-7c98-98eb-0c0f39d19f19','P01',1,35,47,'trusted them','How did it begin? 👨‍👩‍👧

P01: I ',' 😀 at first. Then café talk mad','trust','Ben','0.1.0','first','2026-11-23T15:37:24.852Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-0b0a-77c6-8d10-1fb43132be90','P01',1,65,75,'café talk','I trusted them 😀 at first. Then ',' made me doubt. I still hope for','doubt','Ben','0.1.0','first','2026-11-23T15:37:24.990Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-0b9f-759b-95ed-31e673493ffc','P01',1,137,158,'Now I hope for myself','or the team.

I: And now?

P01: ','. 漢字 and 𠮷 too. Little things pl','hope','Ben','0.1.0','first','2026-11-23T15:37:25.116Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-0bd4-7015-9db1-7586858ecd23','P02',1,78,98,'I trust nobody there','doubt that anybody read it, and ','.
','trust','Ben','0.1.0','first','2026-11-23T15:37:25.189Z',NULL);
INSERT INTO "codings" VALUES('01a2090e-107f-7101-b1e0-1c26d626f699','P02',1,27,43,'Nobody asked us.','I: How did it begin?

P02: ',' I doubt that anybody read it, a','doubt','Ben','0.3.0','0.3.0','2026-11-23T15:37:26.389Z',NULL);
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
INSERT INTO "decisions" VALUES('01a2090e-0f88-7655-a8f4-7516cb82e6d1','01a2090e-0a20-7afe-bbcc-b3f6bf96aa7e','CR-0001','hope','["team"]','It says so.','Ana','2026-11-23T15:37:26.121Z');
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
INSERT INTO "drafts" VALUES(1,'0.3.0','0.3.1','d4f4658e71e756f20e1afef5cd3f92b47ac961e44e3ec6bcebaed9ccf885b5bf','{"id": "small", "title": "A small codebook", "version": "0.3.1", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "care", "label": "Caring", "parent": "feelings", "since": "0.3.0", "alt_labels": ["Care"], "definition": "Talk of caring for somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "draft", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0002", "version": "0.3.0", "op": "add", "date": "2026-11-23", "subjects": [], "results": ["care"], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0003", "version": "0.3.1", "op": "rename", "date": "2026-11-23", "subjects": ["care"], "results": [], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:37:26.493Z');
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
INSERT INTO "events" VALUES(1,'researcher','study.created','01a2090e-04d0-786a-8dd7-c9c14ef9047e','{"after": {"id": "01a2090e-04d0-786a-8dd7-c9c14ef9047e", "title": "An old study", "notice": "", "created_at": "2026-11-23T15:37:23.408Z"}}','2026-11-23T15:37:23.408Z','0000000000000000000000000000000000000000000000000000000000000000','c9451aac7e2311258f161bbf35b8962970557384aeb0d14694011e6bee875d0b');
INSERT INTO "events" VALUES(2,'researcher','codebook.released','0.1.0','{"after": {"id": "small", "version": "0.1.0", "sha256": "647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa", "released_at": "2026-11-23T15:37:23.408Z", "place": 0}}','2026-11-23T15:37:23.408Z','c9451aac7e2311258f161bbf35b8962970557384aeb0d14694011e6bee875d0b','a1478dcb2b489249148d5e9d53220327f2e798089898665bfffcf96bfba799aa');
INSERT INTO "events" VALUES(3,'researcher','round.added','first','{"after": {"id": "first", "purpose": "coding", "codebook_version": "0.1.0", "anew": 0}}','2026-11-23T15:37:23.408Z','a1478dcb2b489249148d5e9d53220327f2e798089898665bfffcf96bfba799aa','adc52a72e65adcfd490825f2b6434cc84f11d59461de405a03e37537b17ab103');
INSERT INTO "events" VALUES(4,'researcher','transcript.imported','P01','{"after": {"id": "P01", "revision": 1, "participant": "P01", "sha256": "d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623", "verbatim": "unknown", "language": "en", "source": "P01.txt", "roles": {"I": "interviewer", "P01": "participant"}, "reading": "92386bf7f88d7c5dc29e0a9e690452aafe33a524afdaa05b8f13058b2d1a635e"}}','2026-11-23T15:37:23.794Z','adc52a72e65adcfd490825f2b6434cc84f11d59461de405a03e37537b17ab103','56bb9ca57e73970affe625d467f36cbd2cc6d7e5c467631730b88efe03d680c0');
INSERT INTO "events" VALUES(5,'researcher','transcript.imported','P02','{"after": {"id": "P02", "revision": 1, "participant": "P02", "sha256": "ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed", "verbatim": "unknown", "language": "en", "source": "P02.txt", "roles": {"I": "interviewer", "P02": "participant"}, "reading": "0c4c6957cc0c1e3c4834476048ca684a53ead6863657d881fe765f06f5973b78"}}','2026-11-23T15:37:23.794Z','56bb9ca57e73970affe625d467f36cbd2cc6d7e5c467631730b88efe03d680c0','814dbafa54f7e13415602c0c0616359830c97c4f8c3f3e0226a20cece624092d');
INSERT INTO "events" VALUES(6,'researcher','participant.added','P01','{"after": {"id": "P01", "attributes": {"role": "curator", "years": "7"}}}','2026-11-23T15:37:23.794Z','814dbafa54f7e13415602c0c0616359830c97c4f8c3f3e0226a20cece624092d','73d9f97b86c41f38f8be21b4218feb796398f24fc125a33470f4b4af26050cc1');
INSERT INTO "events" VALUES(7,'researcher','participant.added','P02','{"after": {"id": "P02", "attributes": {"role": "engineer", "years": "12"}}}','2026-11-23T15:37:23.794Z','73d9f97b86c41f38f8be21b4218feb796398f24fc125a33470f4b4af26050cc1','e2083a8ab7282eae70d5e21064ce6dbfac81950d78212e0c6b27f265b52be285');
INSERT INTO "events" VALUES(8,'researcher','coder.added','Ana','{"after": {"name": "Ana"}}','2026-11-23T15:37:24.069Z','e2083a8ab7282eae70d5e21064ce6dbfac81950d78212e0c6b27f265b52be285','c34f289cfae5bc4ca41ecb92e7f44129c13461d8b6b85f693844ae70a605dea0');
INSERT INTO "events" VALUES(9,'researcher','assignment.made','["Ana", "P01", "first"]','{"after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null}}','2026-11-23T15:37:24.069Z','c34f289cfae5bc4ca41ecb92e7f44129c13461d8b6b85f693844ae70a605dea0','9c1e5c295d7bc05ddf4de7bc95b1f8d9b9f8fdf533f0c2257090d22d99afd20e');
INSERT INTO "events" VALUES(10,'researcher','assignment.made','["Ana", "P02", "first"]','{"after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null}}','2026-11-23T15:37:24.069Z','9c1e5c295d7bc05ddf4de7bc95b1f8d9b9f8fdf533f0c2257090d22d99afd20e','b11b546e70e3b0e9c1666ba99782a82d9577a31f467b496b60556c3e965ba014');
INSERT INTO "events" VALUES(11,'researcher','coder.added','Ben','{"after": {"name": "Ben"}}','2026-11-23T15:37:24.224Z','b11b546e70e3b0e9c1666ba99782a82d9577a31f467b496b60556c3e965ba014','3045e3787eac1e77bea24a9d4ce436ec24947b0033af7194d005e86294e32d11');
INSERT INTO "events" VALUES(12,'researcher','assignment.made','["Ben", "P01", "first"]','{"after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null}}','2026-11-23T15:37:24.224Z','3045e3787eac1e77bea24a9d4ce436ec24947b0033af7194d005e86294e32d11','1678d0f006cb02dbe495356cbb7edc802c825add56ef8d158697bd24cd5b0e8d');
INSERT INTO "events" VALUES(13,'researcher','assignment.made','["Ben", "P02", "first"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null}}','2026-11-23T15:37:24.224Z','1678d0f006cb02dbe495356cbb7edc802c825add56ef8d158697bd24cd5b0e8d','80fdd33bf3f66b599800d820f5953bf14d298e05f968bfd44098fffa13e930fc');
INSERT INTO "events" VALUES(14,'Ana','coding.added','01a2090e-0890-7e8e-b4b4-e75a74813df0','{"after": {"id": "01a2090e-0890-7e8e-b4b4-e75a74813df0", "transcript": "P01", "revision": 1, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then café talk made me doubt.", "code": "trust", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:24.358Z", "certainty": "unsure"}}','2026-11-23T15:37:24.358Z','80fdd33bf3f66b599800d820f5953bf14d298e05f968bfd44098fffa13e930fc','be3102e733241a649628a8da03f78d4447db281bfad9cce5a16063a317f2e8c0');
INSERT INTO "events" VALUES(15,'Ana','coding.added','01a2090e-0915-76ba-af2f-4aeb34b97488','{"after": {"id": "01a2090e-0915-76ba-af2f-4aeb34b97488", "transcript": "P01", "revision": 1, "start": 84, "end": 89, "text": "doubt", "prefix": " first. Then café talk made me ", "suffix": ". I still hope for the team.\n\nI:", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:24.490Z", "certainty": null}}','2026-11-23T15:37:24.490Z','be3102e733241a649628a8da03f78d4447db281bfad9cce5a16063a317f2e8c0','c00fb9bf5eeab3f441e8184b8789d6cedbc22c0e5459a54b16c4aee10786e9bc');
INSERT INTO "events" VALUES(16,'Ana','coding.added','01a2090e-09a5-7ecf-b5d1-549ba902b694','{"after": {"id": "01a2090e-09a5-7ecf-b5d1-549ba902b694", "transcript": "P02", "revision": 1, "start": 44, "end": 72, "text": "I doubt that anybody read it", "prefix": "t begin?\n\nP02: Nobody asked us. ", "suffix": ", and I trust nobody there.\n", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:24.618Z", "certainty": null}}','2026-11-23T15:37:24.618Z','c00fb9bf5eeab3f441e8184b8789d6cedbc22c0e5459a54b16c4aee10786e9bc','3c6fb5ef194cbc0cb31fc2c95cac965d99e37f6a79da3e14fe8ffe4200b3be6e');
INSERT INTO "events" VALUES(17,'Ana','coding.added','01a2090e-0a20-7afe-bbcc-b3f6bf96aa7e','{"after": {"id": "01a2090e-0a20-7afe-bbcc-b3f6bf96aa7e", "transcript": "P01", "revision": 1, "start": 91, "end": 116, "text": "I still hope for the team", "prefix": " Then café talk made me doubt. ", "suffix": ".\n\nI: And now?\n\nP01: Now I hope ", "code": "hope", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:24.750Z", "certainty": null}}','2026-11-23T15:37:24.750Z','3c6fb5ef194cbc0cb31fc2c95cac965d99e37f6a79da3e14fe8ffe4200b3be6e','44b89436148ff14969714e206ee08f4423d4122560106db556cdf6b87b1a0247');
INSERT INTO "events" VALUES(18,'Ben','coding.added','01a2090e-0a90-7c98-98eb-0c0f39d19f19','{"after": {"id": "01a2090e-0a90-7c98-98eb-0c0f39d19f19", "transcript": "P01", "revision": 1, "start": 35, "end": 47, "text": "trusted them", "prefix": "How did it begin? 👨‍👩‍👧\n\nP01: I ", "suffix": " 😀 at first. Then café talk mad", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:24.852Z", "certainty": null}}','2026-11-23T15:37:24.852Z','44b89436148ff14969714e206ee08f4423d4122560106db556cdf6b87b1a0247','8adb5eabf293b508e47aa7419755fa7495fe5001f44d97a72c61013063fc3c22');
INSERT INTO "events" VALUES(19,'Ben','coding.added','01a2090e-0b0a-77c6-8d10-1fb43132be90','{"after": {"id": "01a2090e-0b0a-77c6-8d10-1fb43132be90", "transcript": "P01", "revision": 1, "start": 65, "end": 75, "text": "café talk", "prefix": "I trusted them 😀 at first. Then ", "suffix": " made me doubt. I still hope for", "code": "doubt", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:24.990Z", "certainty": null}}','2026-11-23T15:37:24.990Z','8adb5eabf293b508e47aa7419755fa7495fe5001f44d97a72c61013063fc3c22','2f8f45d79a9bd6589eb7dfc91c726d372b06c6e31c80c25d1035f961c836a364');
INSERT INTO "events" VALUES(20,'Ben','coding.added','01a2090e-0b9f-759b-95ed-31e673493ffc','{"after": {"id": "01a2090e-0b9f-759b-95ed-31e673493ffc", "transcript": "P01", "revision": 1, "start": 137, "end": 158, "text": "Now I hope for myself", "prefix": "or the team.\n\nI: And now?\n\nP01: ", "suffix": ". 漢字 and 𠮷 too. Little things pl", "code": "hope", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:25.116Z", "certainty": null}}','2026-11-23T15:37:25.116Z','2f8f45d79a9bd6589eb7dfc91c726d372b06c6e31c80c25d1035f961c836a364','69a556138d3b57717e72850c3a76d80fdfe5b24530f113e6f57a654023879c0a');
INSERT INTO "events" VALUES(21,'Ben','coding.added','01a2090e-0bd4-7015-9db1-7586858ecd23','{"after": {"id": "01a2090e-0bd4-7015-9db1-7586858ecd23", "transcript": "P02", "revision": 1, "start": 78, "end": 98, "text": "I trust nobody there", "prefix": "doubt that anybody read it, and ", "suffix": ".\n", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:25.189Z", "certainty": null}}','2026-11-23T15:37:25.189Z','69a556138d3b57717e72850c3a76d80fdfe5b24530f113e6f57a654023879c0a','7245e145bb4cf881ecf5d50df3be7018c45b271933dc400b4d8927c977dc47b3');
INSERT INTO "events" VALUES(22,'Ana','memo.added','m1','{"after": {"id": "m1", "about": "coding", "subject": "01a2090e-0890-7e8e-b4b4-e75a74813df0", "author": "Ana", "text": "Is this still trust? 🤔", "made_at": "2026-03-01T09:30:00Z"}}','2026-11-23T15:37:25.264Z','7245e145bb4cf881ecf5d50df3be7018c45b271933dc400b4d8927c977dc47b3','a46efa38866398b4d674e5f46f0333bcb04e947101c699cb38303b9b79b77aa3');
INSERT INTO "events" VALUES(23,'Ana','assignment.finished','["Ana", "P01", "first"]','{"before": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null}, "after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:37:25.307Z"}}','2026-11-23T15:37:25.307Z','a46efa38866398b4d674e5f46f0333bcb04e947101c699cb38303b9b79b77aa3','e1fa8bc8451089ddb3183291b022ae9be8a695443b619624ea3c61bb2df74fca');
INSERT INTO "events" VALUES(24,'Ana','assignment.finished','["Ana", "P02", "first"]','{"before": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null}, "after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:37:25.307Z"}}','2026-11-23T15:37:25.307Z','e1fa8bc8451089ddb3183291b022ae9be8a695443b619624ea3c61bb2df74fca','b19889804b727e447b0551543cfb5ce93d44bdfe5c59c83f32fbefb8222c45da');
INSERT INTO "events" VALUES(25,'Ben','assignment.finished','["Ben", "P01", "first"]','{"before": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null}, "after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:37:25.447Z"}}','2026-11-23T15:37:25.447Z','b19889804b727e447b0551543cfb5ce93d44bdfe5c59c83f32fbefb8222c45da','29522da60a7647890cd3a61790005dc35d5f89a80058bf303c217f8d7eb8f368');
INSERT INTO "events" VALUES(26,'Ben','assignment.finished','["Ben", "P02", "first"]','{"before": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null}, "after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:37:25.447Z"}}','2026-11-23T15:37:25.447Z','29522da60a7647890cd3a61790005dc35d5f89a80058bf303c217f8d7eb8f368','970b9c9c986a2b874f0302ae7885499a7f019629adb5a7f9a3f616b084b85b03');
INSERT INTO "events" VALUES(27,'Ana','draft.saved','0.2.0','{"after": {"place": 1, "base": "0.1.0", "version": "0.2.0", "sha256": "e769e719af55662fdb28eab1535973f0cc593f70f9b74d08a79346df7b303d8d"}}','2026-11-23T15:37:25.679Z','970b9c9c986a2b874f0302ae7885499a7f019629adb5a7f9a3f616b084b85b03','1fa8bbb136ba8eddd45852d4909ee106112c531ff7b7c038b342787ec24397ac');
INSERT INTO "events" VALUES(28,'Ana','draft.dropped','0.2.0','{"before": {"place": 1, "base": "0.1.0", "version": "0.2.0", "sha256": "e769e719af55662fdb28eab1535973f0cc593f70f9b74d08a79346df7b303d8d"}}','2026-11-23T15:37:25.797Z','1fa8bbb136ba8eddd45852d4909ee106112c531ff7b7c038b342787ec24397ac','f1638ae594dd32419e9de558470be531a838d824e63240a87a55e4c0039c5ceb');
INSERT INTO "events" VALUES(29,'researcher','codebook.released','0.2.0','{"after": {"id": "small", "version": "0.2.0", "sha256": "7dc6babaf6d0acd2f82182ad9380c25a3c977a274ea031e4dfb1247636d7ddff", "released_at": "2026-11-23T15:37:26.032Z", "place": 1}}','2026-11-23T15:37:26.032Z','f1638ae594dd32419e9de558470be531a838d824e63240a87a55e4c0039c5ceb','fca782666fceac143a2b1444db6a728d02a3bf7a304922470deda88a4622b033');
INSERT INTO "events" VALUES(30,'researcher','round.added','0.2.0','{"after": {"id": "0.2.0", "purpose": "coding", "codebook_version": "0.2.0", "anew": 0}}','2026-11-23T15:37:26.032Z','fca782666fceac143a2b1444db6a728d02a3bf7a304922470deda88a4622b033','3e85dca35d41b3630bcd260e367bb94ed31db0e0cfe120b1042c9fdc789b941f');
INSERT INTO "events" VALUES(31,'Ana','decision.made','01a2090e-0f88-7655-a8f4-7516cb82e6d1','{"after": {"id": "01a2090e-0f88-7655-a8f4-7516cb82e6d1", "coding": "01a2090e-0a20-7afe-bbcc-b3f6bf96aa7e", "change": "CR-0001", "code": "hope", "chosen": ["team"], "reason": "It says so.", "decided_by": "Ana", "decided_at": "2026-11-23T15:37:26.121Z"}}','2026-11-23T15:37:26.121Z','3e85dca35d41b3630bcd260e367bb94ed31db0e0cfe120b1042c9fdc789b941f','306f7826cbe8b4244afc611a83d554c442713cf89fd274328d4abb7297ef7e3e');
INSERT INTO "events" VALUES(32,'Ana','draft.saved','0.3.0','{"after": {"place": 1, "base": "0.2.0", "version": "0.3.0", "sha256": "f0ec9d34db27437e64d35cfa41762412505f51ec9a9672d2c1b47ba8b6b9df5c"}}','2026-11-23T15:37:26.192Z','306f7826cbe8b4244afc611a83d554c442713cf89fd274328d4abb7297ef7e3e','de9a59e96fdbe38c8e8f152c0557e47348000757c2e396f2b73f77e4958e70bf');
INSERT INTO "events" VALUES(33,'Ana','draft.dropped','0.3.0','{"before": {"place": 1, "base": "0.2.0", "version": "0.3.0", "sha256": "f0ec9d34db27437e64d35cfa41762412505f51ec9a9672d2c1b47ba8b6b9df5c"}}','2026-11-23T15:37:26.267Z','de9a59e96fdbe38c8e8f152c0557e47348000757c2e396f2b73f77e4958e70bf','bb6476e0317a90ab6fd4f6a4c43a799b89b989ce826874f5382b6c3c9b15b9c1');
INSERT INTO "events" VALUES(34,'researcher','codebook.released','0.3.0','{"after": {"id": "small", "version": "0.3.0", "sha256": "5061bc263e5533989bad4da2a06fab56552c28c966aaabb5f008edd6e20cb490", "released_at": "2026-11-23T15:37:26.295Z", "place": 2}}','2026-11-23T15:37:26.295Z','bb6476e0317a90ab6fd4f6a4c43a799b89b989ce826874f5382b6c3c9b15b9c1','77433b2dd4cf9dba407bb885342e0d74b1b9883c26a4ef61b84afeeb4f0caccb');
INSERT INTO "events" VALUES(35,'researcher','round.added','0.3.0','{"after": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1}}','2026-11-23T15:37:26.295Z','77433b2dd4cf9dba407bb885342e0d74b1b9883c26a4ef61b84afeeb4f0caccb','f90a2b034066562f2d077d842504a3f7950651d64b918eef4af40a3c9b53cb24');
INSERT INTO "events" VALUES(36,'researcher','assignment.made','["Ben", "P02", "0.3.0"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "0.3.0", "finished_at": null}}','2026-11-23T15:37:26.359Z','f90a2b034066562f2d077d842504a3f7950651d64b918eef4af40a3c9b53cb24','6fa921149e729755d522b955ded6e123de837aa3dce33cd43d151cfdc67aef25');
INSERT INTO "events" VALUES(37,'Ben','coding.added','01a2090e-107f-7101-b1e0-1c26d626f699','{"after": {"id": "01a2090e-107f-7101-b1e0-1c26d626f699", "transcript": "P02", "revision": 1, "start": 27, "end": 43, "text": "Nobody asked us.", "prefix": "I: How did it begin?\n\nP02: ", "suffix": " I doubt that anybody read it, a", "code": "doubt", "coder": "Ben", "codebook_version": "0.3.0", "round": "0.3.0", "made_at": "2026-11-23T15:37:26.389Z", "certainty": null}}','2026-11-23T15:37:26.389Z','6fa921149e729755d522b955ded6e123de837aa3dce33cd43d151cfdc67aef25','c44d85937000f4943cb72e38c33231beeefc06614aa307abfc275df4316e9129');
INSERT INTO "events" VALUES(38,'Ana','draft.saved','0.3.1','{"after": {"place": 1, "base": "0.3.0", "version": "0.3.1", "sha256": "d4f4658e71e756f20e1afef5cd3f92b47ac961e44e3ec6bcebaed9ccf885b5bf"}}','2026-11-23T15:37:26.493Z','c44d85937000f4943cb72e38c33231beeefc06614aa307abfc275df4316e9129','b2755b06395df6c411e1366ae4ddb89eceb8f8c68556dd067c58d456d9d7b261');
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
INSERT INTO "memos" VALUES('m1','coding','01a2090e-0890-7e8e-b4b4-e75a74813df0','Ana','Is this still trust? 🤔','2026-03-01T09:30:00Z');
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
INSERT INTO "study" VALUES('01a2090e-04d0-786a-8dd7-c9c14ef9047e','An old study','','2026-11-23T15:37:23.408Z',2,38,'b2755b06395df6c411e1366ae4ddb89eceb8f8c68556dd067c58d456d9d7b261');
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
INSERT INTO "transcripts" VALUES('P01',1,'P01','d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623','unknown','en','P01.txt','2026-11-23T15:37:23.794Z',0);
INSERT INTO "transcripts" VALUES('P02',1,'P02','ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed','unknown','en','P02.txt','2026-11-23T15:37:23.794Z',1);
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
INSERT INTO "turns" VALUES('P01',1,1,3,26,'I',NULL,NULL,NULL);
INSERT INTO "turns" VALUES('P01',1,2,33,117,'P01',NULL,NULL,NULL);
INSERT INTO "turns" VALUES('P01',1,3,122,130,'I',NULL,NULL,NULL);
INSERT INTO "turns" VALUES('P01',1,4,137,198,'P01',NULL,NULL,NULL);
INSERT INTO "turns" VALUES('P02',1,1,3,20,'I',NULL,NULL,NULL);
INSERT INTO "turns" VALUES('P02',1,2,27,99,'P02',NULL,NULL,NULL);
CREATE INDEX events_by_subject ON events (subject);
CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE INDEX codings_by_transcript ON codings (transcript, coder);
COMMIT;
