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
INSERT INTO "assignments" VALUES('Ana','P01','first','2026-11-23T15:37:06.728Z');
INSERT INTO "assignments" VALUES('Ana','P02','first','2026-11-23T15:37:06.728Z');
INSERT INTO "assignments" VALUES('Ben','P01','first','2026-11-23T15:37:06.737Z');
INSERT INTO "assignments" VALUES('Ben','P02','first','2026-11-23T15:37:06.737Z');
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
INSERT INTO "codebooks" VALUES('0.1.0','647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa','{"id": "small", "title": "A small codebook", "version": "0.1.0", "themes": [{"id": "feelings", "label": "Feelings", "definition": "What people feel about their work.", "codable": false, "colour": null}], "codes": [{"id": "trust", "label": "Trust", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of trusting somebody.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "doubt", "label": "Doubt", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of doubting something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}, {"id": "hope", "label": "Hope", "parent": "feelings", "since": "0.1.0", "alt_labels": [], "definition": "Talk of hoping for something.", "include": [], "exclude": [], "example": "", "boundary": "", "aligned_with": [], "codable": true, "colour": null, "notes": "", "deprecated_in": null, "replaced_by": null, "consider": []}], "deprecated": [], "status": "sample", "language": "en", "approach": "codebook", "synthetic_examples": false, "provenance": "", "rules": []}','2026-11-23T15:37:05.323Z',0);
CREATE TABLE coders (
	name TEXT NOT NULL, 
	since TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT

;
INSERT INTO "coders" VALUES('Ana','2026-11-23T15:37:06.375Z',0);
INSERT INTO "coders" VALUES('Ben','2026-11-23T15:37:06.453Z',1);
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
INSERT INTO "codings" VALUES('01a2090d-c2d0-7f6c-b6ec-4371b5cb45ef','P01',1,33,58,'I trusted them 😀 at first',': How did it begin? 👨‍👩‍👧

P01: ','. Then café talk made me doubt.','trust','Ana','0.1.0','first','2026-11-23T15:37:06.509Z','unsure');
INSERT INTO "codings" VALUES('01a2090d-c2f8-7dd6-a3b2-3bb2de02e78e','P01',1,84,89,'doubt',' first. Then café talk made me ','. I still hope for the team.

I:','doubt','Ana','0.1.0','first','2026-11-23T15:37:06.546Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-c313-70c6-b10e-f04c6bbf9262','P02',1,44,72,'I doubt that anybody read it','t begin?

P02: Nobody asked us. ',', and I trust nobody there.
','doubt','Ana','0.1.0','first','2026-11-23T15:37:06.577Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-c32e-7a85-b211-0697a94ee276','P01',1,91,116,'I still hope for the team',' Then café talk made me doubt. ','.

I: And now?

P01: Now I hope ','hope','Ana','0.1.0','first','2026-11-23T15:37:06.604Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-c345-7714-958d-efd1d3b44ef7','P01',1,35,47,'trusted them','How did it begin? 👨‍👩‍👧

P01: I ',' 😀 at first. Then café talk mad','trust','Ben','0.1.0','first','2026-11-23T15:37:06.625Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-c369-76ad-8ad5-a3c723127368','P01',1,65,75,'café talk','I trusted them 😀 at first. Then ',' made me doubt. I still hope for','doubt','Ben','0.1.0','first','2026-11-23T15:37:06.662Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-c37d-7f28-aec0-86613533980b','P01',1,137,158,'Now I hope for myself','or the team.

I: And now?

P01: ','. 漢字 and 𠮷 too. Little things pl','hope','Ben','0.1.0','first','2026-11-23T15:37:06.682Z',NULL);
INSERT INTO "codings" VALUES('01a2090d-c388-711c-bfc4-d6bd8789aa62','P02',1,78,98,'I trust nobody there','doubt that anybody read it, and ','.
','trust','Ben','0.1.0','first','2026-11-23T15:37:06.694Z',NULL);
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
INSERT INTO "events" VALUES(1,'researcher','study.created','01a2090d-be2b-75c9-b403-49b88c459b6a','{"after": {"id": "01a2090d-be2b-75c9-b403-49b88c459b6a", "title": "An old study", "notice": "", "created_at": "2026-11-23T15:37:05.323Z"}}','2026-11-23T15:37:05.323Z','0000000000000000000000000000000000000000000000000000000000000000','a417673e7d76837cd59afd6f5d5afa8ef511595721e18d08b27e2d504ee6d388');
INSERT INTO "events" VALUES(2,'researcher','codebook.released','0.1.0','{"after": {"id": "small", "version": "0.1.0", "sha256": "647c2f23578d42ec608a5f51c8956d6a38a9feeed3e6ac828dbd6b1316a03baa"}}','2026-11-23T15:37:05.323Z','a417673e7d76837cd59afd6f5d5afa8ef511595721e18d08b27e2d504ee6d388','756f6fe48c45d80d389b1932799f801ccf2b17763a839b35b56831c27bb06d51');
INSERT INTO "events" VALUES(3,'researcher','round.added','first','{"after": {"id": "first", "purpose": "coding", "codebook_version": "0.1.0"}}','2026-11-23T15:37:05.323Z','756f6fe48c45d80d389b1932799f801ccf2b17763a839b35b56831c27bb06d51','86dc010d365956b7651882158246e4bdf098e8310e9496448e902cec7ac2c783');
INSERT INTO "events" VALUES(4,'researcher','transcript.imported','P01','{"after": {"id": "P01", "revision": 1, "participant": "P01", "sha256": "d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623", "verbatim": "unknown", "language": "en", "source": "P01.txt", "roles": {"I": "interviewer", "P01": "participant"}, "reading": "92386bf7f88d7c5dc29e0a9e690452aafe33a524afdaa05b8f13058b2d1a635e"}}','2026-11-23T15:37:06.262Z','86dc010d365956b7651882158246e4bdf098e8310e9496448e902cec7ac2c783','4ccfa6acf4c4afde0728a3bf8b04f804cdfecdc72bb925c9bd710081c1801057');
INSERT INTO "events" VALUES(5,'researcher','transcript.imported','P02','{"after": {"id": "P02", "revision": 1, "participant": "P02", "sha256": "ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed", "verbatim": "unknown", "language": "en", "source": "P02.txt", "roles": {"I": "interviewer", "P02": "participant"}, "reading": "0c4c6957cc0c1e3c4834476048ca684a53ead6863657d881fe765f06f5973b78"}}','2026-11-23T15:37:06.262Z','4ccfa6acf4c4afde0728a3bf8b04f804cdfecdc72bb925c9bd710081c1801057','e2a30d24ec3ed3c2f316dea6d5b77dff8fea20e9d7562a501aaf2ef166db4023');
INSERT INTO "events" VALUES(6,'researcher','participant.added','P01','{"after": {"id": "P01", "attributes": {"role": "curator", "years": "7"}}}','2026-11-23T15:37:06.262Z','e2a30d24ec3ed3c2f316dea6d5b77dff8fea20e9d7562a501aaf2ef166db4023','b1324105d01b4d5a34c36e922d0a9a9c126642cb484815f751257de4b6b44536');
INSERT INTO "events" VALUES(7,'researcher','participant.added','P02','{"after": {"id": "P02", "attributes": {"role": "engineer", "years": "12"}}}','2026-11-23T15:37:06.262Z','b1324105d01b4d5a34c36e922d0a9a9c126642cb484815f751257de4b6b44536','e5c0c8fa7b5ecba817a2a90b991d069d5b9cd78160a64d7c6b3d34481b71d9e3');
INSERT INTO "events" VALUES(8,'researcher','coder.added','Ana','{"after": {"name": "Ana"}}','2026-11-23T15:37:06.375Z','e5c0c8fa7b5ecba817a2a90b991d069d5b9cd78160a64d7c6b3d34481b71d9e3','76e0867ec9353a2b50b3e5816b70d556cb917aaad221d0fea3aa932b1201843d');
INSERT INTO "events" VALUES(9,'researcher','assignment.made','["Ana", "P01", "first"]','{"after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null}}','2026-11-23T15:37:06.375Z','76e0867ec9353a2b50b3e5816b70d556cb917aaad221d0fea3aa932b1201843d','c45eef04ad96f16ca3ed101d7ae943761eb8e37565c089441bf3398e16d32310');
INSERT INTO "events" VALUES(10,'researcher','assignment.made','["Ana", "P02", "first"]','{"after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null}}','2026-11-23T15:37:06.375Z','c45eef04ad96f16ca3ed101d7ae943761eb8e37565c089441bf3398e16d32310','98511b1471d646d6682a2ca2409bab734a69e0bec5951e1ca53faee44cf62771');
INSERT INTO "events" VALUES(11,'researcher','coder.added','Ben','{"after": {"name": "Ben"}}','2026-11-23T15:37:06.453Z','98511b1471d646d6682a2ca2409bab734a69e0bec5951e1ca53faee44cf62771','677294eeb9ca4c929b27cc76811cf059719541e68aafd7dee4997a6076f28b78');
INSERT INTO "events" VALUES(12,'researcher','assignment.made','["Ben", "P01", "first"]','{"after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null}}','2026-11-23T15:37:06.453Z','677294eeb9ca4c929b27cc76811cf059719541e68aafd7dee4997a6076f28b78','8bdd9810419b713b61c31b58266ec4c19a820ae448d3e3214c440e5ed94ac17c');
INSERT INTO "events" VALUES(13,'researcher','assignment.made','["Ben", "P02", "first"]','{"after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null}}','2026-11-23T15:37:06.453Z','8bdd9810419b713b61c31b58266ec4c19a820ae448d3e3214c440e5ed94ac17c','c8d5dc7608115979e08e46a3abe597ef6c5aeb3d80afa2c22a608c7013ca69b0');
INSERT INTO "events" VALUES(14,'Ana','coding.added','01a2090d-c2d0-7f6c-b6ec-4371b5cb45ef','{"after": {"id": "01a2090d-c2d0-7f6c-b6ec-4371b5cb45ef", "transcript": "P01", "revision": 1, "start": 33, "end": 58, "text": "I trusted them 😀 at first", "prefix": ": How did it begin? 👨‍👩‍👧\n\nP01: ", "suffix": ". Then café talk made me doubt.", "code": "trust", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:06.509Z", "certainty": "unsure"}}','2026-11-23T15:37:06.509Z','c8d5dc7608115979e08e46a3abe597ef6c5aeb3d80afa2c22a608c7013ca69b0','edfd5211e1c19aaa5f8412fbd6139fc3ae3849b61bdffe7ce17721ae9ef12d1c');
INSERT INTO "events" VALUES(15,'Ana','coding.added','01a2090d-c2f8-7dd6-a3b2-3bb2de02e78e','{"after": {"id": "01a2090d-c2f8-7dd6-a3b2-3bb2de02e78e", "transcript": "P01", "revision": 1, "start": 84, "end": 89, "text": "doubt", "prefix": " first. Then café talk made me ", "suffix": ". I still hope for the team.\n\nI:", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:06.546Z", "certainty": null}}','2026-11-23T15:37:06.546Z','edfd5211e1c19aaa5f8412fbd6139fc3ae3849b61bdffe7ce17721ae9ef12d1c','b9972f3eaaa1a0a6e52a0a2acce987f4b4b5f463ca2ea3aaa0170eb3bbca89e6');
INSERT INTO "events" VALUES(16,'Ana','coding.added','01a2090d-c313-70c6-b10e-f04c6bbf9262','{"after": {"id": "01a2090d-c313-70c6-b10e-f04c6bbf9262", "transcript": "P02", "revision": 1, "start": 44, "end": 72, "text": "I doubt that anybody read it", "prefix": "t begin?\n\nP02: Nobody asked us. ", "suffix": ", and I trust nobody there.\n", "code": "doubt", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:06.577Z", "certainty": null}}','2026-11-23T15:37:06.577Z','b9972f3eaaa1a0a6e52a0a2acce987f4b4b5f463ca2ea3aaa0170eb3bbca89e6','824cb83aaec39d6ad3157bad5dfd57ebdd84d289f1fde13a1580660fcb277f3a');
INSERT INTO "events" VALUES(17,'Ana','coding.added','01a2090d-c32e-7a85-b211-0697a94ee276','{"after": {"id": "01a2090d-c32e-7a85-b211-0697a94ee276", "transcript": "P01", "revision": 1, "start": 91, "end": 116, "text": "I still hope for the team", "prefix": " Then café talk made me doubt. ", "suffix": ".\n\nI: And now?\n\nP01: Now I hope ", "code": "hope", "coder": "Ana", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:06.604Z", "certainty": null}}','2026-11-23T15:37:06.604Z','824cb83aaec39d6ad3157bad5dfd57ebdd84d289f1fde13a1580660fcb277f3a','6c3d2dc41ba1581de784b48df7aa05f9efb4eb80dcdff49381c858b04adcaf35');
INSERT INTO "events" VALUES(18,'Ben','coding.added','01a2090d-c345-7714-958d-efd1d3b44ef7','{"after": {"id": "01a2090d-c345-7714-958d-efd1d3b44ef7", "transcript": "P01", "revision": 1, "start": 35, "end": 47, "text": "trusted them", "prefix": "How did it begin? 👨‍👩‍👧\n\nP01: I ", "suffix": " 😀 at first. Then café talk mad", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:06.625Z", "certainty": null}}','2026-11-23T15:37:06.625Z','6c3d2dc41ba1581de784b48df7aa05f9efb4eb80dcdff49381c858b04adcaf35','7c03b8c2c56b2b78c96baa54852e27cd7a272d450460810745a24e72524b90ac');
INSERT INTO "events" VALUES(19,'Ben','coding.added','01a2090d-c369-76ad-8ad5-a3c723127368','{"after": {"id": "01a2090d-c369-76ad-8ad5-a3c723127368", "transcript": "P01", "revision": 1, "start": 65, "end": 75, "text": "café talk", "prefix": "I trusted them 😀 at first. Then ", "suffix": " made me doubt. I still hope for", "code": "doubt", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:06.662Z", "certainty": null}}','2026-11-23T15:37:06.662Z','7c03b8c2c56b2b78c96baa54852e27cd7a272d450460810745a24e72524b90ac','0b20708c296951edad1cc1493ea76d243dc9154b85c5a8680c72c80380774646');
INSERT INTO "events" VALUES(20,'Ben','coding.added','01a2090d-c37d-7f28-aec0-86613533980b','{"after": {"id": "01a2090d-c37d-7f28-aec0-86613533980b", "transcript": "P01", "revision": 1, "start": 137, "end": 158, "text": "Now I hope for myself", "prefix": "or the team.\n\nI: And now?\n\nP01: ", "suffix": ". 漢字 and 𠮷 too. Little things pl", "code": "hope", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:06.682Z", "certainty": null}}','2026-11-23T15:37:06.682Z','0b20708c296951edad1cc1493ea76d243dc9154b85c5a8680c72c80380774646','2d3f656c09443afd6f77a2ab0ef42d68897abe33aa7d5826360bbc53613a1a52');
INSERT INTO "events" VALUES(21,'Ben','coding.added','01a2090d-c388-711c-bfc4-d6bd8789aa62','{"after": {"id": "01a2090d-c388-711c-bfc4-d6bd8789aa62", "transcript": "P02", "revision": 1, "start": 78, "end": 98, "text": "I trust nobody there", "prefix": "doubt that anybody read it, and ", "suffix": ".\n", "code": "trust", "coder": "Ben", "codebook_version": "0.1.0", "round": "first", "made_at": "2026-11-23T15:37:06.694Z", "certainty": null}}','2026-11-23T15:37:06.694Z','2d3f656c09443afd6f77a2ab0ef42d68897abe33aa7d5826360bbc53613a1a52','a422073a59b859645d388ca8a41542ed20e9289ac4c7f51b1cb2eb016a50d964');
INSERT INTO "events" VALUES(22,'Ana','memo.added','m1','{"after": {"id": "m1", "about": "coding", "subject": "01a2090d-c2d0-7f6c-b6ec-4371b5cb45ef", "author": "Ana", "text": "Is this still trust? 🤔", "made_at": "2026-03-01T09:30:00Z"}}','2026-11-23T15:37:06.714Z','a422073a59b859645d388ca8a41542ed20e9289ac4c7f51b1cb2eb016a50d964','2ba19e622018d9f4ad015976ab1b956d4ed321d8f89fa73c0dd447c676882ad7');
INSERT INTO "events" VALUES(23,'Ana','assignment.finished','["Ana", "P01", "first"]','{"before": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": null}, "after": {"coder": "Ana", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:37:06.728Z"}}','2026-11-23T15:37:06.728Z','2ba19e622018d9f4ad015976ab1b956d4ed321d8f89fa73c0dd447c676882ad7','0ae2d40cecbb923361148225935f41521268a17b3b842e98934f2d52a8d449f7');
INSERT INTO "events" VALUES(24,'Ana','assignment.finished','["Ana", "P02", "first"]','{"before": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": null}, "after": {"coder": "Ana", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:37:06.728Z"}}','2026-11-23T15:37:06.728Z','0ae2d40cecbb923361148225935f41521268a17b3b842e98934f2d52a8d449f7','a21231cce683264e92e349aef674d6fed74e9a46de02e9c89042557fef01a274');
INSERT INTO "events" VALUES(25,'Ben','assignment.finished','["Ben", "P01", "first"]','{"before": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": null}, "after": {"coder": "Ben", "transcript": "P01", "round": "first", "finished_at": "2026-11-23T15:37:06.737Z"}}','2026-11-23T15:37:06.737Z','a21231cce683264e92e349aef674d6fed74e9a46de02e9c89042557fef01a274','f31559dcec5a3048333d9218dafa60a614277923adf1da92c3bac53796f53896');
INSERT INTO "events" VALUES(26,'Ben','assignment.finished','["Ben", "P02", "first"]','{"before": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": null}, "after": {"coder": "Ben", "transcript": "P02", "round": "first", "finished_at": "2026-11-23T15:37:06.737Z"}}','2026-11-23T15:37:06.737Z','f31559dcec5a3048333d9218dafa60a614277923adf1da92c3bac53796f53896','0e9d1ce6cb9eefae9780e58d658718d256181e59c3d7f592c14cb917a0015f0c');
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
INSERT INTO "memos" VALUES('m1','coding','01a2090d-c2d0-7f6c-b6ec-4371b5cb45ef','Ana','Is this still trust? 🤔','2026-03-01T09:30:00Z');
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
	PRIMARY KEY (id), 
	FOREIGN KEY(codebook_version) REFERENCES codebooks (version)
)
 STRICT

;
INSERT INTO "rounds" VALUES('first','coding','0.1.0');
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
INSERT INTO "study" VALUES('01a2090d-be2b-75c9-b403-49b88c459b6a','An old study','','2026-11-23T15:37:05.323Z',1,26,'0e9d1ce6cb9eefae9780e58d658718d256181e59c3d7f592c14cb917a0015f0c');
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
INSERT INTO "transcripts" VALUES('P01',1,'P01','d404805cbd73f0a58bc05eae4a767e8bba708a3802cdcdfbc2168a3455564623','unknown','en','P01.txt','2026-11-23T15:37:06.262Z',0);
INSERT INTO "transcripts" VALUES('P02',1,'P02','ceee8f627765c4a140749daeacfd3978c65b359b341c97d5deee96fb33682eed','unknown','en','P02.txt','2026-11-23T15:37:06.262Z',1);
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
