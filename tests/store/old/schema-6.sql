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
INSERT INTO "assignments" VALUES('Ana','P01','first','2026-11-23T15:36:31.657Z',1);
INSERT INTO "assignments" VALUES('Ana','P02','first','2026-11-23T15:36:31.657Z',1);
INSERT INTO "assignments" VALUES('Ben','P01','first','2026-11-23T15:36:31.725Z',1);
INSERT INTO "assignments" VALUES('Ben','P02','first','2026-11-23T15:36:31.725Z',1);
INSERT INTO "assignments" VALUES('Ben','P02','0.3.0','2026-11-23T15:36:44.458Z',1);
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
INSERT INTO "codebooks" VALUES('0.1.0','647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa','{"id": "small", "title": "A small codebook", "version": "0.1.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [], "status": "sample", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": []}','2026-11-23T15:36:30.030Z',0);
INSERT INTO "codebooks" VALUES('0.2.0','7dc6babaf6d0acd2f82182ad9380c25a3c977a274ea031e4dfb1247636d7ddff','{"id": "small", "title": "A small codebook", "version": "0.2.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "released", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:36:32.130Z',1);
INSERT INTO "codebooks" VALUES('0.3.0','5061bc263e5533989bad4da2a06fab56552c28c966aaabb5f008edd6e20cb490','{"id": "small", "title": "A small codebook", "version": "0.3.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "care", "label": "Care", "parent": "feelings", "since": "0.3.0", "alt_labels": [], "definition": "Talk of caring for somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "released", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0002", "version": "0.3.0", "op": "add", "date": "2026-11-23", "subjects": [], "results": ["care"], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:36:33.732Z',2);
CREATE TABLE coders (
	name TEXT NOT NULL, 
	since TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	role TEXT DEFAULT 'coder' NOT NULL, 
	email TEXT, 
	PRIMARY KEY (name)
)
 STRICT

;
INSERT INTO "coders" VALUES('Ana','2026-11-23T15:36:30.801Z',0,'coder',NULL);
INSERT INTO "coders" VALUES('Ben','2026-11-23T15:36:30.864Z',1,'coder',NULL);
INSERT INTO "coders" VALUES('Cleo','2026-11-23T15:36:31.640Z',2,'lead','cleo@example.org');
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
INSERT INTO "codings" VALUES('01a2090d-37b4-71f8-b9cc-708938ac2270','P01',1,33,58,'I trusted them 😀 at first',': How did it begin? 👨‍👩‍👧

P01: ','. Then café talk made me doubt.','trust','Ana','0.1.0','first','2026-11-23T15:36:30.898Z','unsure');
INSERT INTO "codings" VALUES('01a2090d-37ea-762f-9263-456e29e64e39','P01',1,84,89,'doubt',' first. Then café talk made me ','. I still hope for the team.

I:','doubt','Ana','0.1.0','first','2026-11-23T15:36:30.951Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-3816-7bb2-a84b-3126b5b9ecd3','P02',1,44,72,'I doubt that anybody read it','t begin?

P02: Nobody asked us. ',', and I trust nobody there.
','doubt','Ana','0.1.0','first','2026-11-23T15:36:30.996Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-3850-7e9d-8221-c2762c4cf8d1','P01',1,91,116,'I still hope for the team',' Then café talk made me doubt. ','.

I: And now?

P01: Now I hope ','hope','Ana','0.1.0','first','2026-11-23T15:36:31.042Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-3887-77e6-9aba-e86d0bb743b5','P01',1,35,47,'trusted them','How did it begin? 👨‍👩‍👧

P01: I ',' 😀 at first. Then café talk mad','trust','Ben','0.1.0','first','2026-11-23T15:36:31.107Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-38c8-77a1-bcff-c59ab0482516','P01',1,65,75,'café talk','I trusted them 😀 at first. Then ',' made me doubt. I still hope for','doubt','Ben','0.1.0','first','2026-11-23T15:36:31.169Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-3909-75a6-821d-6e1a8a3225e2','P01',1,137,158,'Now I hope for myself','or the team.

I: And now?

P01: ','. 漢字 and 𠮷 too. Little things pl','hope','Ben','0.1.0','first','2026-11-23T15:36:31.230Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-3944-7821-85b9-6b8984d67a3a','P02',1,78,98,'I trust nobody there','doubt that anybody read it, and ','.
','trust','Ben','0.1.0','first','2026-11-23T15:36:31.292Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-3a33-7a77-a10b-01f8b9450f78','P01',1,174,197,'Little things please me',' hope for myself. 漢字 and 𠮷 too. ','.
','little-things','Ben','0.1.0','first','2026-11-23T15:36:31.521Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-43c8-794f-ba39-8afb2991fa80','P02',1,27,43,'Nobody asked us.','I: How did it begin?

P02: ',' I doubt that anybody read it, a','doubt','Ben','0.3.0','0.3.0','2026-11-23T15:36:33.986Z',NULL);
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
INSERT INTO "decisions" VALUES('01a2090d-3d54-7792-a966-831c8adb8609','01a2090d-3850-7e9d-8221-c2762c4cf8d1','CR-0001','hope','["team"]','It says so.','Ana','2026-11-23T15:36:32.316Z');
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
INSERT INTO "drafts" VALUES(1,'0.3.0','0.3.1','d4f4658e71e756f20e1afef5cd3f92b47ac961e44e3ec6bcebaed9ccf885b5bf','{"id": "small", "title": "A small codebook", "version": "0.3.1", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "self", "label": "For oneself", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for oneself.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "team", "label": "For the team", "parent": "feelings", "since": "0.2.0", "alt_labels": [], "definition": "Talk of hoping for the team.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "care", "label": "Caring", "parent": "feelings", "since": "0.3.0", "alt_labels": ["Care"], "definition": "Talk of caring for somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [{"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": "0.2.0", "replaced_by": null, "consider": ["self", "team"]}], "status": "draft", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": [], "changes": [{"id": "CR-0001", "version": "0.2.0", "op": "split", "date": "2026-11-23", "subjects": ["hope"], "results": ["self", "team"], "migration": "review", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0002", "version": "0.3.0", "op": "add", "date": "2026-11-23", "subjects": [], "results": ["care"], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}, {"id": "CR-0003", "version": "0.3.1", "op": "rename", "date": "2026-11-23", "subjects": ["care"], "results": [], "migration": "none", "effect": null, "rationale": "The pilot showed it.", "decided_by": ["Ana"], "evidence": [], "discussion": ""}]}','2026-11-23T15:36:44.556Z');
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
INSERT INTO "events" VALUES(1,'researcher','study.created','01a2090d-344e-7b27-8f5b-c2a3a5c370aa','{"after": {"id": "01a2090d-344e-7b27-8f5b-c2a3a5c370aa", "title": "An old study", "notice": "", "created_at": "2026-11-23T15:36:30.030Z"}}','2026-11-23T15:36:30.030Z','0000000000000000000000000000000000000000000000000000000000000000','1b62ff86dd6dea046dd01e2ea87e57a3d8445fa90306bee38f23e478e172020a');
INSERT INTO "events" VALUES(2,'researcher','codebook.released','0.1.0','{"after": {"id": "small", "version": "0.1.0", "sha256": "647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa", "released_at": "2026-11-23T15:36:30.030Z", "place": 0}}','2026-11-23T15:36:30.030Z','1b62ff86dd6dea046dd01e2ea87e57a3d8445fa90306bee38f23e478e172020a','54dd01cdf9543286d179d829d8134e0bdbe407066c0339015ec28275a00768cc');
INSERT INTO "events" VALUES(3,'researcher','round.added','first','{"after": {"id": "first", "purpose": "coding", "codebook_version": "0.1.0", "anew": 0, "unit": "free", "blind": 0, "begun_at": "2026-11-23T15:36:30.030Z", "revealed_at": null}}','2026-11-23T15:36:30.030Z','54dd01cdf9543286d179d829d8134e0bdbe407066c0339015ec28275a00768cc','35df3e15f66f85306ca15ec6b3d078de0e79975d865cc8c73cd83894881a767e');
INSERT INTO "events" VALUES(4,'researcher','transcript.imported','P01','{"after": {"id": "P01", "revision": 1, "participant": "P01", "sha256": "d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623", "verbatim": "unknown", "language": "en", "source": "P01.txt", "roles": {"I": "interviewer", "P01": "participant"}, "reading": "92386bf7f88d7c5dc29e0a9e690452aafe33a524afdaa05b8f13058b2d1a635e"}}','2026-11-23T15:36:30.455Z','35df3e15f66f85306ca15ec6b3d078de0e79975d865cc8c73cd83894881a767e','be96e033100f93cce969994a6fbda7544c0431158a76470c7de0795ab675efb4');
INSERT INTO "events" VALUES(5,'researcher','transcript.imported','P02','{"after": {"id": "P02", "revision": 1, "participant": "P02", "sha256": "ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed", "verbatim": "unknown", "language": "en", "source": "P02.txt", "roles": {"I": "interviewer", "P02": "participant"}, "reading": "0c4c6957cc0c1e3c4834476048ca684a53ead6863657d881fe765f06f5973b78"}}','2026-11-23T15:36:30.455Z','be96e033100f93cce969994a6fbda7544c0431158a76470c7de0795ab675efb4','d62ba787ee2e2e6fa55139aec9d0cc3c42371d0869829b84db4d187a935e2ebe');
INSERT INTO "events" VALUES(6,'researcher','participant.added','P01','{"after": {"id": "P01", "attributes": {"role": "curator", "years": "7"}}}','2026-11-23T15:36:30.455Z','d62ba787ee2e2e6fa55139aec9d0cc3c42371d0869829b84db4d187a935e2ebe','411e58866466f85f7076dc892613a853d0d2ebcb44a8e18449035d64617d9d0a');
INSERT INTO "events" VALUES(7,'researcher','participant.added','P02','{"after": {"id": "P02", "attributes": {"role": "engineer", "years": "12"}}}','2026-11-23T15:36:30.455Z','411e58866466f85f7076dc892613a853d0d2ebcb44a8e18449035d64617d9d0a','a8b4f66b960bf17af94a43ebb9217075b8ccb6a6bcb20926fdf0a226e5eef52c');
INSERT INTO "events" VALUES(8,'researcher','protocol.stated','protocol.md','{"after": {"source": "protocol.md", "questions": [[1, "How did it begin?"], [2, "And now?"]]}}','2026-11-23T15:36:30.572Z','a8b4f66b960bf17af94a43ebb9217075b8ccb6a6bcb20926fdf0a226e5eef52c','1c94d64743621b138f1db72d509924ee4f77086845f2f62fc709dde696a55f72');
INSERT INTO "events" VALUES(9,'researcher','reading.changed','P01','{"before": {"transcript": "P01", "revision": 1, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, null], [33, 117, "P01", null, null, null], [122, 130, "I", null, null, null], [137, 198, "P01", null, null, null]]}, "after": {"transcript": "P01", "revision": 1, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, 1], [33, 117, "P01", null, null, 1], [122, 130, "I", null, null, 2], [137, 198, "P01", null, null, 2]], "reading": "be75269a47fc1798cc28f030ffb34c8d325e271d8175c64bc32ed253c17a3c41", "told": "2 questions recognised"}}','2026-11-23T15:36:30.572Z','1c94d64743621b138f1db72d509924ee4f77086845f2f62fc709dde696a55f72','41acc546c1441c111f40e8b99b0d426718f44d571ced705827a87f3509992d9b');
INSERT INTO "events" VALUES(10,'researcher','reading.changed','P02','{"before": {"transcript": "P02", "revision": 1, "speakers": [["I", "interviewer"], ["P02", "participant"]], "turns": [[3, 20, "I", null, null, null], [27, 99, "P02", null, null, null]]}, "after": {"transcript": "P02", "revision": 1, "speakers": [["I", "interviewer"], ["P02", "participant"]], "turns": [[3, 20, "I", null, null, 1], [27, 99, "P02", null, null, 1]], "reading": "6a562d70817f6c9a95611108170d420ab29e695002ad188f44bd9962e57dbc10", "told": "1 questions recognised"}}','2026-11-23T15:36:30.572Z','41acc546c1441c111f40e8b99b0d426718f44d571ced705827a87f3509992d9b','941e6fa4bd932c81f69ef0aa717683a9d0c9130b2be0bf8b738e9f7f7e3470de');
INSERT INTO "events" VALUES(11,'researcher','coder.added','Ana','{"after": {"name": "Ana", "role": "coder", "email": null}}','2026-11-23T15:36:30.801Z','941e6fa4bd932c81f69ef0aa717683a9d0c9130b2be0bf8b738e9f7f7e3470de','56cf1f6449cbe08aeda6a43ea9a6b3ff56bdfb90a8e7f464e749c28eaebfa86d');
INSERT INTO "events" VALUES(12,'researcher','assignment.made','["Ana", "P01", "first"]','{"after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:36:30.801Z','56cf1f6449cbe08aeda6a43ea9a6b3ff56bdfb90a8e7f464e749c28eaebfa86d','8fce852b539bc489e8ac881286c7bca8779a61b1deb19c54485b8b0724b898f9');
INSERT INTO "events" VALUES(13,'researcher','assignment.made','["Ana", "P02", "first"]','{"after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:36:30.801Z','8fce852b539bc489e8ac881286c7bca8779a61b1deb19c54485b8b0724b898f9','79a95ab1a42929caef0648b12fe17d5a4124413afe7e58b0174e2a36b667fd5c');
INSERT INTO "events" VALUES(14,'researcher','coder.added','Ben','{"after": {"name": "Ben", "role": "coder", "email": null}}','2026-11-23T15:36:30.864Z','79a95ab1a42929caef0648b12fe17d5a4124413afe7e58b0174e2a36b667fd5c','09b167adce702be28a43130dbb6c59eb628d6b8b6b3d6ffd0c40279538a32793');
INSERT INTO "events" VALUES(15,'researcher','assignment.made','["Ben", "P01", "first"]','{"after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:36:30.864Z','09b167adce702be28a43130dbb6c59eb628d6b8b6b3d6ffd0c40279538a32793','3cffe611de8194b6001ce2f63aa221381207ba38558773e24b92a0b8b4befc7a');
INSERT INTO "events" VALUES(16,'researcher','assignment.made','["Ben", "P02", "first"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}}','2026-11-23T15:36:30.864Z','3cffe611de8194b6001ce2f63aa221381207ba38558773e24b92a0b8b4befc7a','d3bc1585d891a53cf4f582b9740438017c5cc38d3d5b1c93cc4640a668c7af64');
INSERT INTO "events" VALUES(17,'Ana','coding.added','01a2090d-37b4-71f8-b9cc-708938ac2270','{"after": {"id": "01a2090d-37b4-71f8-b9cc-708938ac2270", "transcript": "P01", "revision": 1, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then café talk made me doubt.", "code": "trust", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:36:30.898Z", "certainty": "unsure"}}','2026-11-23T15:36:30.898Z','d3bc1585d891a53cf4f582b9740438017c5cc38d3d5b1c93cc4640a668c7af64','07b345cfe3d907966589ed5e2f8e357a0af11e904437c64111f86da0f572c1c0');
INSERT INTO "events" VALUES(18,'Ana','coding.added','01a2090d-37ea-762f-9263-456e29e64e39','{"after": {"id": "01a2090d-37ea-762f-9263-456e29e64e39", "transcript": "P01", "revision": 1, "start": 84, "end": 89, "text": "doubt", "prefix": " first. Then café talk made me ", "suffix": ". I still hope for the team.\n\nI:", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:36:30.951Z", "certainty": null}}','2026-11-23T15:36:30.951Z','07b345cfe3d907966589ed5e2f8e357a0af11e904437c64111f86da0f572c1c0','dbcf5cea3b98b25260e3d7f8a780bb77b82f48d8af24164439ac8a7663ec1719');
INSERT INTO "events" VALUES(19,'Ana','coding.added','01a2090d-3816-7bb2-a84b-3126b5b9ecd3','{"after": {"id": "01a2090d-3816-7bb2-a84b-3126b5b9ecd3", "transcript": "P02", "revision": 1, "start": 44, "end": 72, "text": "I doubt that anybody read it", "prefix": "t begin?\n\nP02: Nobody asked us. ", "suffix": ", and I trust nobody there.\n", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:36:30.996Z", "certainty": null}}','2026-11-23T15:36:30.996Z','dbcf5cea3b98b25260e3d7f8a780bb77b82f48d8af24164439ac8a7663ec1719','7f4bfa5221f3f87e37e2a2e8f65a3009e5e9f015e3e155914e9ad3114d64e462');
INSERT INTO "events" VALUES(20,'Ana','coding.added','01a2090d-3850-7e9d-8221-c2762c4cf8d1','{"after": {"id": "01a2090d-3850-7e9d-8221-c2762c4cf8d1", "transcript": "P01", "revision": 1, "start": 91, "end": 116, "text": "I still hope for the team", "prefix": " Then café talk made me doubt. ", "suffix": ".\n\nI: And now?\n\nP01: Now I hope ", "code": "hope", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:36:31.042Z", "certainty": null}}','2026-11-23T15:36:31.042Z','7f4bfa5221f3f87e37e2a2e8f65a3009e5e9f015e3e155914e9ad3114d64e462','73097b0fc68e05b78e799753a1124bd6b067fe444cbc87e56eab51a1111c7e5c');
INSERT INTO "events" VALUES(21,'Ben','coding.added','01a2090d-3887-77e6-9aba-e86d0bb743b5','{"after": {"id": "01a2090d-3887-77e6-9aba-e86d0bb743b5", "transcript": "P01", "revision": 1, "start": 35, "end": 47, "text": "trusted them", "prefix": "How did it begin? 👨‍👩‍👧\n\nP01: I ", "suffix": " 😀 at first. Then café talk mad", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:36:31.107Z", "certainty": null}}','2026-11-23T15:36:31.107Z','73097b0fc68e05b78e799753a1124bd6b067fe444cbc87e56eab51a1111c7e5c','4022c231f613e306940081add702b0bee3b7856dd817d4514af67893892a70e1');
INSERT INTO "events" VALUES(22,'Ben','coding.added','01a2090d-38c8-77a1-bcff-c59ab0482516','{"after": {"id": "01a2090d-38c8-77a1-bcff-c59ab0482516", "transcript": "P01", "revision": 1, "start": 65, "end": 75, "text": "café talk", "prefix": "I trusted them 😀 at first. Then ", "suffix": " made me doubt. I still hope for", "code": "doubt", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:36:31.169Z", "certainty": null}}','2026-11-23T15:36:31.169Z','4022c231f613e306940081add702b0bee3b7856dd817d4514af67893892a70e1','a12e86c5a599099294dc82f9c696b762ae3769901196a3a55af36c41fa6ecaa5');
INSERT INTO "events" VALUES(23,'Ben','coding.added','01a2090d-3909-75a6-821d-6e1a8a3225e2','{"after": {"id": "01a2090d-3909-75a6-821d-6e1a8a3225e2", "transcript": "P01", "revision": 1, "start": 137, "end": 158, "text": "Now I hope for myself", "prefix": "or the team.\n\nI: And now?\n\nP01: ", "suffix": ". 漢字 and 𠮷 too. Little things pl", "code": "hope", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:36:31.230Z", "certainty": null}}','2026-11-23T15:36:31.230Z','a12e86c5a599099294dc82f9c696b762ae3769901196a3a55af36c41fa6ecaa5','0f5bc334600c242fe888229e9b7f67ff1527c0d2a595d279a67cada8c2293f87');
INSERT INTO "events" VALUES(24,'Ben','coding.added','01a2090d-3944-7821-85b9-6b8984d67a3a','{"after": {"id": "01a2090d-3944-7821-85b9-6b8984d67a3a", "transcript": "P02", "revision": 1, "start": 78, "end": 98, "text": "I trust nobody there", "prefix": "doubt that anybody read it, and ", "suffix": ".\n", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:36:31.292Z", "certainty": null}}','2026-11-23T15:36:31.292Z','0f5bc334600c242fe888229e9b7f67ff1527c0d2a595d279a67cada8c2293f87','c391811e42f367c8c0f8843a27262221818c75d7cefb8695513c1379507f33f3');
INSERT INTO "events" VALUES(25,'Ana','memo.added','01a2090d-3982-7298-844d-3e2e0591840a','{"after": {"id": "01a2090d-3982-7298-844d-3e2e0591840a", "about": "coding", "subject": "01a2090d-37b4-71f8-b9cc-708938ac2270", "author": "Ana", "text": "Is this still trust? 🤔", "made_at": "2026-11-23T15:36:31.362Z"}}','2026-11-23T15:36:31.362Z','c391811e42f367c8c0f8843a27262221818c75d7cefb8695513c1379507f33f3','2c14a9148152b1f040c0ecf932e337a18f30ab7f9425a832f427c3608fecf681');
INSERT INTO "events" VALUES(26,'Ben','proposal.made','01a2090d-3998-7cce-b648-3a28270e08ae','{"after": {"id": "01a2090d-3998-7cce-b648-3a28270e08ae", "code": "little-things", "label": "Little things", "definition": "Talk of it.", "coder": "Ben", "made_at": "2026-11-23T15:36:31.384Z"}}','2026-11-23T15:36:31.384Z','2c14a9148152b1f040c0ecf932e337a18f30ab7f9425a832f427c3608fecf681','7077e3c427c5ab40c8d89027529d4ff7a5227cf2a2d7bbc631613af1d11d2a6f');
INSERT INTO "events" VALUES(27,'Ana','proposal.made','01a2090d-39d3-7c98-b6f5-042fde9b0980','{"after": {"id": "01a2090d-39d3-7c98-b6f5-042fde9b0980", "code": "little-things", "label": "Little things", "definition": "Talk of it.", "coder": "Ana", "made_at": "2026-11-23T15:36:31.443Z"}}','2026-11-23T15:36:31.443Z','7077e3c427c5ab40c8d89027529d4ff7a5227cf2a2d7bbc631613af1d11d2a6f','5c59135a10883ddf82e9438b0c8537953e9203826431c78f3ccbdc5eb2495a1a');
INSERT INTO "events" VALUES(28,'Ana','proposal.made','01a2090d-39f4-73cb-b1b4-01065212cd0e','{"after": {"id": "01a2090d-39f4-73cb-b1b4-01065212cd0e", "code": "reading", "label": "Reading", "definition": "Talk of it.", "coder": "Ana", "made_at": "2026-11-23T15:36:31.476Z"}}','2026-11-23T15:36:31.476Z','5c59135a10883ddf82e9438b0c8537953e9203826431c78f3ccbdc5eb2495a1a','013a666ef8748c31f3c6f78d9879274ebeb50c92c7cca37fa043538e149d6ca9');
INSERT INTO "events" VALUES(29,'Ben','coding.added','01a2090d-3a33-7a77-a10b-01f8b9450f78','{"after": {"id": "01a2090d-3a33-7a77-a10b-01f8b9450f78", "transcript": "P01", "revision": 1, "start": 174, "end": 197, "text": "Little things please me", "prefix": " hope for myself. 漢字 and 𠮷 too. ", "suffix": ".\n", "code": "little-things", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:36:31.521Z", "certainty": null}}','2026-11-23T15:36:31.521Z','013a666ef8748c31f3c6f78d9879274ebeb50c92c7cca37fa043538e149d6ca9','e1cf4c92f05c53468c7d0b3b96023dee7f3ac2ec0f8047fe9084cf75dcc3607b');
INSERT INTO "events" VALUES(30,'Ben','ruling.given','reading','{"after": {"code": "reading", "answer": "declined", "codes": [], "reason": "Everybody reads.", "codebook_version": "0.1.0", "ruled_by": "Ben", "ruled_at": "2026-11-23T15:36:31.591Z"}}','2026-11-23T15:36:31.591Z','e1cf4c92f05c53468c7d0b3b96023dee7f3ac2ec0f8047fe9084cf75dcc3607b','edd3b2e1a3199b9ae0417421b5b512941af115c2ab590c9da7d25978d0fe72c9');
INSERT INTO "events" VALUES(31,'researcher','coder.added','Cleo','{"after": {"name": "Cleo", "role": "lead", "email": "cleo@example.org"}}','2026-11-23T15:36:31.640Z','edd3b2e1a3199b9ae0417421b5b512941af115c2ab590c9da7d25978d0fe72c9','e171b79bbf43c85a568061b2e80deac085482eb55db55cd4834af956eebc7082');
INSERT INTO "events" VALUES(32,'Ana','assignment.finished','["Ana", "P01", "first"]','{"before": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:36:31.657Z", "revision": 1}}','2026-11-23T15:36:31.657Z','e171b79bbf43c85a568061b2e80deac085482eb55db55cd4834af956eebc7082','cfe2abba282c71e06eb69382e9834cd6c6add22736a975f4111ffcd105a0fc16');
INSERT INTO "events" VALUES(33,'Ana','assignment.finished','["Ana", "P02", "first"]','{"before": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:36:31.657Z", "revision": 1}}','2026-11-23T15:36:31.657Z','cfe2abba282c71e06eb69382e9834cd6c6add22736a975f4111ffcd105a0fc16','a134edf5e4a157c71e4762e6bd9c67658f9293efb56a393bc68313fb565bf3fa');
INSERT INTO "events" VALUES(34,'Ben','assignment.finished','["Ben", "P01", "first"]','{"before": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:36:31.725Z", "revision": 1}}','2026-11-23T15:36:31.725Z','a134edf5e4a157c71e4762e6bd9c67658f9293efb56a393bc68313fb565bf3fa','c2bdf88e866c5358ee0dee7d93cf1485ed666f5e42d3203dc99d145ed3636b4e');
INSERT INTO "events" VALUES(35,'Ben','assignment.finished','["Ben", "P02", "first"]','{"before": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null, "revision": 1}, "after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:36:31.725Z", "revision": 1}}','2026-11-23T15:36:31.725Z','c2bdf88e866c5358ee0dee7d93cf1485ed666f5e42d3203dc99d145ed3636b4e','d0b56e7e60f1853c79b6fc427072fe16f0ade8b253ed79e2f5ee3a1d760b17c4');
INSERT INTO "events" VALUES(36,'Ana','draft.saved','0.2.0','{"after": {"place": 1, "base": "0.1.0", "version": "0.2.0", "sha256": "e769e719af55662fdb28eab1535973f0cc593f70f9b74d08a79346df7b303d8d"}}','2026-11-23T15:36:31.897Z','d0b56e7e60f1853c79b6fc427072fe16f0ade8b253ed79e2f5ee3a1d760b17c4','8a6d75fe1a5f3a5b1a0e60eb25e1e355a5e97899d0cc17d9e2732cdd7518aef6');
INSERT INTO "events" VALUES(37,'Ana','draft.dropped','0.2.0','{"before": {"place": 1, "base": "0.1.0", "version": "0.2.0", "sha256": "e769e719af55662fdb28eab1535973f0cc593f70f9b74d08a79346df7b303d8d"}}','2026-11-23T15:36:31.973Z','8a6d75fe1a5f3a5b1a0e60eb25e1e355a5e97899d0cc17d9e2732cdd7518aef6','5e1259839365d2a56d9ff796d8e40d41e39483a954f2f4c23f834ff868c978b9');
INSERT INTO "events" VALUES(38,'researcher','codebook.released','0.2.0','{"after": {"id": "small", "version": "0.2.0", "sha256": "7dc6babaf6d0acd2f82182ad9380c25a3c977a274ea031e4dfb1247636d7ddff", "released_at": "2026-11-23T15:36:32.130Z", "place": 1}}','2026-11-23T15:36:32.130Z','5e1259839365d2a56d9ff796d8e40d41e39483a954f2f4c23f834ff868c978b9','66169e1de4c3b88d335485c52513f0cdb82f04140ec404d2ef02f3d18dd1c6b8');
INSERT INTO "events" VALUES(39,'researcher','round.added','0.2.0','{"after": {"id": "0.2.0", "purpose": "coding", "codebook_version": "0.2.0", "anew": 0, "unit": "free", "blind": 0, "begun_at": "2026-11-23T15:36:32.130Z", "revealed_at": null}}','2026-11-23T15:36:32.130Z','66169e1de4c3b88d335485c52513f0cdb82f04140ec404d2ef02f3d18dd1c6b8','8042e33c3c3c5c09b5bf5a072ba6e14d0feaf00f75a39d61d18a16d65949b552');
INSERT INTO "events" VALUES(40,'Ana','decision.made','01a2090d-3d54-7792-a966-831c8adb8609','{"after": {"id": "01a2090d-3d54-7792-a966-831c8adb8609", "coding": "01a2090d-3850-7e9d-8221-c2762c4cf8d1", "change": "CR-0001", "code": "hope", "chosen": ["team"], "reason": "It says so.", "decided_by": "Ana", "decided_at": "2026-11-23T15:36:32.316Z"}}','2026-11-23T15:36:32.316Z','8042e33c3c3c5c09b5bf5a072ba6e14d0feaf00f75a39d61d18a16d65949b552','3221f7014bcedbfb0e0b5b42e8c11e1c806972f1a0c1ae02ea137d2efac02ba8');
INSERT INTO "events" VALUES(41,'researcher','transcript.imported','P01','{"after": {"id": "P01", "revision": 2, "participant": "P01", "sha256": "7a434e1bfa722676e3452fd45ebeae82f186479490ee6ace54d436e62aa7e15f", "verbatim": "unknown", "language": "en", "source": "P01.txt", "roles": {"I": "interviewer", "P01": "participant"}, "reading": "1111e1841b35f3e1e23f9824bc56dbf7ce83c965cc2f13a48f339e9698baf62e"}}','2026-11-23T15:36:32.422Z','3221f7014bcedbfb0e0b5b42e8c11e1c806972f1a0c1ae02ea137d2efac02ba8','2634706fdf1e02cb442251e774e7a4016e2007db26cac6d7aa8008a65a662398');
INSERT INTO "events" VALUES(42,'researcher','reading.changed','P01','{"before": {"transcript": "P01", "revision": 2, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, null], [33, 135, "P01", null, null, null], [140, 148, "I", null, null, null], [155, 216, "P01", null, null, null]]}, "after": {"transcript": "P01", "revision": 2, "speakers": [["I", "interviewer"], ["P01", "participant"]], "turns": [[3, 26, "I", null, null, 1], [33, 135, "P01", null, null, 1], [140, 148, "I", null, null, 2], [155, 216, "P01", null, null, 2]], "reading": "f3badc9055bf932e87dd2cf67d42439151df4a67d22e0176d00d2cfab7a93f34", "told": "2 questions recognised"}}','2026-11-23T15:36:32.422Z','2634706fdf1e02cb442251e774e7a4016e2007db26cac6d7aa8008a65a662398','0b5ea33ee2834f3ce26eb26f77e6a5bbd852f3183b5e340cc69c0fc0432d20f4');
INSERT INTO "events" VALUES(43,'Ben','placement.made','01a2090d-402e-728c-8f34-a8e249edf459','{"after": {"id": "01a2090d-402e-728c-8f34-a8e249edf459", "coding": "01a2090d-38c8-77a1-bcff-c59ab0482516", "transcript": "P01", "revision": 2, "start": 86, "end": 93, "text": "chatter", "prefix": "irst. Then all that coffee-room ", "suffix": " made me doubt. I still hope for", "reason": "They mean that.", "placed_by": "Ben", "placed_at": "2026-11-23T15:36:32.901Z"}}','2026-11-23T15:36:32.901Z','0b5ea33ee2834f3ce26eb26f77e6a5bbd852f3183b5e340cc69c0fc0432d20f4','27757ea3dc26a52f5bb09e3f3c7b2121a11f2eb6b15ef3b0098d990ff185c238');
INSERT INTO "events" VALUES(44,'Cleo','verdict.given','01a2090d-4135-788a-ac49-a26b20627758','{"after": {"id": "01a2090d-4135-788a-ac49-a26b20627758", "transcript": "P01", "revision": 2, "start": 35, "end": 47, "text": "trusted them", "prefix": "How did it begin? 👨‍👩‍👧\n\nP01: I ", "suffix": " 😀 at first. Then all that coffe", "code": "trust", "holds": 1, "reason": "It is trust.", "codebook_version": "0.2.0", "decided_by": "Cleo", "decided_at": "2026-11-23T15:36:33.318Z", "led_to": ""}}','2026-11-23T15:36:33.318Z','27757ea3dc26a52f5bb09e3f3c7b2121a11f2eb6b15ef3b0098d990ff185c238','679a3f20bbb9d1395c07db40434b53c084d276074434cd3bfb3e8c74c28c49de');
INSERT INTO "events" VALUES(45,'Ana','quotation.picked','01a2090d-41f5-71a6-b83f-d843a9cb63b8','{"after": {"id": "01a2090d-41f5-71a6-b83f-d843a9cb63b8", "transcript": "P01", "revision": 2, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then all that coffee-room chat", "code": "trust", "codebook_version": "0.2.0", "edited": "", "used_in": "", "picked_by": "Ana", "made_at": "2026-11-23T15:36:33.417Z"}}','2026-11-23T15:36:33.417Z','679a3f20bbb9d1395c07db40434b53c084d276074434cd3bfb3e8c74c28c49de','a3c6d0bf722a5f8b100303d28caf06817c4c3fc88b44348a4a9b135fac580cac');
INSERT INTO "events" VALUES(46,'Ana','quotation.edited','01a2090d-41f5-71a6-b83f-d843a9cb63b8','{"before": {"id": "01a2090d-41f5-71a6-b83f-d843a9cb63b8", "transcript": "P01", "revision": 2, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then all that coffee-room chat", "code": "trust", "codebook_version": "0.2.0", "edited": "", "used_in": "", "picked_by": "Ana", "made_at": "2026-11-23T15:36:33.417Z"}, "after": {"id": "01a2090d-41f5-71a6-b83f-d843a9cb63b8", "transcript": "P01", "revision": 2, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then all that coffee-room chat", "code": "trust", "codebook_version": "0.2.0", "edited": "", "used_in": "Table 2", "picked_by": "Ana", "made_at": "2026-11-23T15:36:33.417Z"}}','2026-11-23T15:36:33.417Z','a3c6d0bf722a5f8b100303d28caf06817c4c3fc88b44348a4a9b135fac580cac','0328e31cc7be57c4d3b2d313c26b9d779192b4ccd381caf04a6a46e42653758e');
INSERT INTO "events" VALUES(47,'Ana','draft.saved','0.3.0','{"after": {"place": 1, "base": "0.2.0", "version": "0.3.0", "sha256": "f0ec9d34db27437e64d35cfa41762412505f51ec9a9672d2c1b47ba8b6b9df5c"}}','2026-11-23T15:36:33.601Z','0328e31cc7be57c4d3b2d313c26b9d779192b4ccd381caf04a6a46e42653758e','e08dbd5da79af4483f4061baa8d546220d8ea5d0b98442caf95914cfc8685913');
INSERT INTO "events" VALUES(48,'Ana','draft.dropped','0.3.0','{"before": {"place": 1, "base": "0.2.0", "version": "0.3.0", "sha256": "f0ec9d34db27437e64d35cfa41762412505f51ec9a9672d2c1b47ba8b6b9df5c"}}','2026-11-23T15:36:33.691Z','e08dbd5da79af4483f4061baa8d546220d8ea5d0b98442caf95914cfc8685913','b3472e74687caa4ef7e6b90330e07eeb48357c5da2042b75ff488f7fad110890');
INSERT INTO "events" VALUES(49,'researcher','codebook.released','0.3.0','{"after": {"id": "small", "version": "0.3.0", "sha256": "5061bc263e5533989bad4da2a06fab56552c28c966aaabb5f008edd6e20cb490", "released_at": "2026-11-23T15:36:33.732Z", "place": 2}}','2026-11-23T15:36:33.732Z','b3472e74687caa4ef7e6b90330e07eeb48357c5da2042b75ff488f7fad110890','c9073ce76e58088abdb5a6fc9450dde96c91cfccc1f002ad7ff01d7f28e8d455');
INSERT INTO "events" VALUES(50,'researcher','round.added','0.3.0','{"after": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1, "unit": "free", "blind": 0, "begun_at": "2026-11-23T15:36:33.732Z", "revealed_at": null}}','2026-11-23T15:36:33.732Z','c9073ce76e58088abdb5a6fc9450dde96c91cfccc1f002ad7ff01d7f28e8d455','cdfe4314ba7997ee4c9ea82c96cb29c075fb390039a2f717041dd5f4943d1809');
INSERT INTO "events" VALUES(51,'researcher','round.changed','0.3.0','{"before": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1, "unit": "free", "blind": 0, "begun_at": "2026-11-23T15:36:33.732Z", "revealed_at": null}, "after": {"id": "0.3.0", "purpose": "coding", "codebook_version": "0.3.0", "anew": 1, "unit": "sentence", "blind": 0, "begun_at": "2026-11-23T15:36:33.732Z", "revealed_at": null}}','2026-11-23T15:36:33.865Z','cdfe4314ba7997ee4c9ea82c96cb29c075fb390039a2f717041dd5f4943d1809','d6a8fbc978c26d51aba17261f0037677d1bfac89ed9e34e2ba77a8299db08264');
INSERT INTO "events" VALUES(52,'researcher','assignment.made','["Ben", "P02", "0.3.0"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "0.3.0", "finished_at": null, "revision": 1}}','2026-11-23T15:36:33.932Z','d6a8fbc978c26d51aba17261f0037677d1bfac89ed9e34e2ba77a8299db08264','ebd9d12722a27db4652d02c2932937b6b5ad177fd537bafcd154104445bdf48c');
INSERT INTO "events" VALUES(53,'Ben','coding.added','01a2090d-43c8-794f-ba39-8afb2991fa80','{"after": {"id": "01a2090d-43c8-794f-ba39-8afb2991fa80", "transcript": "P02", "revision": 1, "start": 27, "end": 43, "text": "Nobody asked us.", "prefix": "I: How did it begin?\n\nP02: ", "suffix": " I doubt that anybody read it, a", "code": "doubt", "coder": "Ben", "codebook_version": "0.3.0", "round": "0.3.0", "made_at": "2026-11-23T15:36:33.986Z", "certainty": null}}','2026-11-23T15:36:33.986Z','ebd9d12722a27db4652d02c2932937b6b5ad177fd537bafcd154104445bdf48c','6464ddcc4bbeabe5a621e7c2560ae8c98c28a0dc56330a253f5f369844a7c414');
INSERT INTO "events" VALUES(54,'Ben','assignment.finished','["Ben", "P02", "0.3.0"]','{"before": {"coder": "Ben", "transcript": "P02", "round": "0.3.0", "finished_at": null, "revision": 1}, "after": {"coder": "Ben", "transcript": "P02", "round": "0.3.0", "finished_at": "2026-11-23T15:36:44.458Z", "revision": 1}}','2026-11-23T15:36:44.458Z','6464ddcc4bbeabe5a621e7c2560ae8c98c28a0dc56330a253f5f369844a7c414','5d01dfd18894e4fa211cdd31bc8a00ff23f648c9584c46bee9b01052316934ba');
INSERT INTO "events" VALUES(55,'researcher','round.added','third','{"after": {"id": "third", "purpose": "check", "codebook_version": "0.3.0", "anew": 0, "unit": "free", "blind": 1, "begun_at": "2026-11-23T15:36:44.506Z", "revealed_at": null}}','2026-11-23T15:36:44.506Z','5d01dfd18894e4fa211cdd31bc8a00ff23f648c9584c46bee9b01052316934ba','f23e83dd16fb32e406ad7731d4b97802859f5ede99ce37e1313ab750124772a5');
INSERT INTO "events" VALUES(56,'Ana','draft.saved','0.3.1','{"after": {"place": 1, "base": "0.3.0", "version": "0.3.1", "sha256": "d4f4658e71e756f20e1afef5cd3f92b47ac961e44e3ec6bcebaed9ccf885b5bf"}}','2026-11-23T15:36:44.556Z','f23e83dd16fb32e406ad7731d4b97802859f5ede99ce37e1313ab750124772a5','87eca874c87d96a8ac8317bc17ba28a1325c09b69219ccc3f7436e13ba6a6661');
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
INSERT INTO "memos" VALUES('01a2090d-3982-7298-844d-3e2e0591840a','coding','01a2090d-37b4-71f8-b9cc-708938ac2270','Ana','Is this still trust? 🤔','2026-11-23T15:36:31.362Z');
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
INSERT INTO "picks" VALUES('01a2090d-41f5-71a6-b83f-d843a9cb63b8','P01',2,33,58,'I trusted them 😀 at first',': How did it begin? 👨‍👩‍👧

P01: ','. Then all that coffee-room chat','trust','0.2.0','','Table 2','Ana','2026-11-23T15:36:33.417Z');
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
INSERT INTO "placements" VALUES('01a2090d-402e-728c-8f34-a8e249edf459','01a2090d-38c8-77a1-bcff-c59ab0482516','P01',2,86,93,'chatter','irst. Then all that coffee-room ',' made me doubt. I still hope for','They mean that.','Ben','2026-11-23T15:36:32.901Z');
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
INSERT INTO "proposals" VALUES('01a2090d-3998-7cce-b648-3a28270e08ae','little-things','Little things','Talk of it.','Ben','2026-11-23T15:36:31.384Z');
INSERT INTO "proposals" VALUES('01a2090d-39d3-7c98-b6f5-042fde9b0980','little-things','Little things','Talk of it.','Ana','2026-11-23T15:36:31.443Z');
INSERT INTO "proposals" VALUES('01a2090d-39f4-73cb-b1b4-01065212cd0e','reading','Reading','Talk of it.','Ana','2026-11-23T15:36:31.476Z');
CREATE TABLE rounds (
	id TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	codebook_version TEXT NOT NULL, 
	anew INTEGER DEFAULT '0' NOT NULL, 
	unit TEXT DEFAULT 'free' NOT NULL, 
	blind INTEGER DEFAULT '0' NOT NULL, 
	begun_at TEXT, 
	revealed_at TEXT, 
	place INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(codebook_version) REFERENCES codebooks (version)
)
 STRICT

;
INSERT INTO "rounds" VALUES('first','coding','0.1.0',0,'free',0,'2026-11-23T15:36:30.030Z',NULL,1);
INSERT INTO "rounds" VALUES('0.2.0','coding','0.2.0',0,'free',0,'2026-11-23T15:36:32.130Z',NULL,2);
INSERT INTO "rounds" VALUES('0.3.0','coding','0.3.0',1,'sentence',0,'2026-11-23T15:36:33.732Z',NULL,3);
INSERT INTO "rounds" VALUES('third','check','0.3.0',0,'free',1,'2026-11-23T15:36:44.506Z',NULL,4);
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
INSERT INTO "rulings" VALUES('reading','declined','[]','Everybody reads.','0.1.0','Ben','2026-11-23T15:36:31.591Z');
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
INSERT INTO "study" VALUES('01a2090d-344e-7b27-8f5b-c2a3a5c370aa','An old study','','2026-11-23T15:36:30.030Z',6,56,'87eca874c87d96a8ac8317bc17ba28a1325c09b69219ccc3f7436e13ba6a6661');
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
INSERT INTO "transcripts" VALUES('P01',1,'P01','d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623','unknown','en','P01.txt','2026-11-23T15:36:30.455Z',0);
INSERT INTO "transcripts" VALUES('P02',1,'P02','ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed','unknown','en','P02.txt','2026-11-23T15:36:30.455Z',1);
INSERT INTO "transcripts" VALUES('P01',2,'P01','7a434e1bfa722676e3452fd45ebeae82f186479490ee6ace54d436e62aa7e15f','unknown','en','P01.txt','2026-11-23T15:36:32.422Z',2);
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
	led_to TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(transcript, revision) REFERENCES transcripts (id, revision), 
	CHECK ("start" >= 0 AND "end" > "start"), 
	FOREIGN KEY(codebook_version) REFERENCES codebooks (version)
)
 STRICT

;
INSERT INTO "verdicts" VALUES('01a2090d-4135-788a-ac49-a26b20627758','P01',2,35,47,'trusted them','How did it begin? 👨‍👩‍👧

P01: I ',' 😀 at first. Then all that coffe','trust',1,'It is trust.','0.2.0','Cleo','2026-11-23T15:36:33.318Z','');
CREATE INDEX events_by_subject ON events (subject);
CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE INDEX codings_by_transcript ON codings (transcript, coder);
CREATE INDEX verdicts_by_transcript ON verdicts (transcript);
COMMIT;
