/**
 * What Samba 4.17.12 printed. Left out of `smbstatus` are entries that say nothing new (encryption, signing, leases) and
 * most of the flags that are not set; the folder and the user were named anew.
 */

/** `smbstatus --json --byterange` as root: deny modes, a folder, a look at properties, a lock, and another share. */
export const status = `{"timestamp": "2026-11-26T09:22:10.848764+0000", "version": "4.17.12-Debian", "smb_conf": "/etc/samba/smb.conf",
 "sessions": {
  "51614571": {"session_id": "51614571", "server_id": {"pid": "23969"}, "uid": 1001, "gid": 1001, "username": "alice", "remote_machine": "127.0.0.1", "hostname": "ipv4:127.0.0.1:44420", "session_dialect": "SMB3_11"},
  "3194486051": {"session_id": "3194486051", "server_id": {"pid": "23526"}, "uid": 1001, "gid": 1001, "username": "alice", "remote_machine": "127.0.0.1", "hostname": "ipv4:127.0.0.1:48718", "session_dialect": "SMB3_11"},
  "2183388885": {"session_id": "2183388885", "server_id": {"pid": "23636"}, "uid": 1001, "gid": 1001, "username": "alice", "remote_machine": "127.0.0.1", "hostname": "ipv4:127.0.0.1:37796", "session_dialect": "NT1"},
  "214494585": {"session_id": "214494585", "server_id": {"pid": "23528"}, "uid": 1001, "gid": 1001, "username": "alice", "remote_machine": "127.0.0.1", "hostname": "ipv4:127.0.0.1:48732", "session_dialect": "SMB3_11"},
  "873839001": {"session_id": "873839001", "server_id": {"pid": "23525"}, "uid": 1001, "gid": 1001, "username": "alice", "remote_machine": "127.0.0.1", "hostname": "ipv4:127.0.0.1:48708", "session_dialect": "SMB3_11"},
  "4022412609": {"session_id": "4022412609", "server_id": {"pid": "23524"}, "uid": 1001, "gid": 1001, "username": "alice", "remote_machine": "127.0.0.1", "hostname": "ipv4:127.0.0.1:48702", "session_dialect": "SMB3_11"},
  "3360789846": {"session_id": "3360789846", "server_id": {"pid": "23523"}, "uid": 1001, "gid": 1001, "username": "alice", "remote_machine": "127.0.0.1", "hostname": "ipv4:127.0.0.1:48698", "session_dialect": "SMB3_11"},
  "3332147091": {"session_id": "3332147091", "server_id": {"pid": "23962"}, "uid": 1001, "gid": 1001, "username": "alice", "remote_machine": "127.0.0.1", "hostname": "ipv4:127.0.0.1:44404", "session_dialect": "SMB3_11"}
 },
 "tcons": {
  "2333996735": {"service": "Büro Post 1", "server_id": {"pid": "23969"}, "tcon_id": "2333996735", "session_id": "51614571", "machine": "127.0.0.1", "connected_at": "2026-11-26T09:22:09.549912+00:00"},
  "1037820456": {"service": "Büro Post 1", "server_id": {"pid": "23523"}, "tcon_id": "1037820456", "session_id": "3360789846", "machine": "127.0.0.1", "connected_at": "2026-11-26T09:19:42.167032+00:00"},
  "3247676515": {"service": "Büro Post 1", "server_id": {"pid": "23526"}, "tcon_id": "3247676515", "session_id": "3194486051", "machine": "127.0.0.1", "connected_at": "2026-11-26T09:19:42.194547+00:00"},
  "800648329": {"service": "Büro Post 1", "server_id": {"pid": "23528"}, "tcon_id": "800648329", "session_id": "214494585", "machine": "127.0.0.1", "connected_at": "2026-11-26T09:19:42.211634+00:00"},
  "4236342695": {"service": "Büro Post 1", "server_id": {"pid": "23524"}, "tcon_id": "4236342695", "session_id": "4022412609", "machine": "127.0.0.1", "connected_at": "2026-11-26T09:19:42.175749+00:00"},
  "1611076972": {"service": "Büro Post 1", "server_id": {"pid": "23525"}, "tcon_id": "1611076972", "session_id": "873839001", "machine": "127.0.0.1", "connected_at": "2026-11-26T09:19:42.185033+00:00"},
  "543059627": {"service": "linked", "server_id": {"pid": "23636"}, "tcon_id": "543059627", "session_id": "2183388885", "machine": "127.0.0.1", "connected_at": "2026-11-26T09:19:57.957490+00:00"},
  "3266121002": {"service": "regshare", "server_id": {"pid": "23962"}, "tcon_id": "3266121002", "session_id": "3332147091", "machine": "127.0.0.1", "connected_at": "2026-11-26T09:22:09.045482+00:00"}
 },
 "open_files": {
  "/srv/Büro Post 1/CCDATA/F0": {"service_path": "/srv/Büro Post 1", "filename": "CCDATA/F0", "fileid": {"devid": 65024, "inode": 2146517, "extid": 0}, "num_pending_deletes": 0, "opens": {
    "23524/2": {"server_id": {"pid": "23524"}, "uid": 0, "share_file_id": "2", "sharemode": {"hex": "0x00000000", "READ": false, "WRITE": false, "text": ""}, "access_mask": {"hex": "0x00000003", "READ_DATA": true, "WRITE_DATA": true, "APPEND_DATA": false, "text": "RW"}, "opened_at": "2026-11-26T09:19:42.176511+00:00"} }},
  "/srv/Büro Post 1/CCDATA/F4": {"service_path": "/srv/Büro Post 1", "filename": "CCDATA/F4", "fileid": {"devid": 65024, "inode": 2146529, "extid": 0}, "num_pending_deletes": 0, "opens": {
    "23528/2": {"server_id": {"pid": "23528"}, "uid": 0, "share_file_id": "2", "sharemode": {"hex": "0x00000007", "READ": true, "WRITE": true, "DELETE": true, "text": "RWD"}, "access_mask": {"hex": "0x00000080", "READ_DATA": false, "WRITE_DATA": false, "APPEND_DATA": false, "READ_ATTRIBUTES": true, "text": ""}, "opened_at": "2026-11-26T09:19:42.212316+00:00"} }},
  "/srv/Büro Post 1/CCDATA/F1": {"service_path": "/srv/Büro Post 1", "filename": "CCDATA/F1", "fileid": {"devid": 65024, "inode": 2146520, "extid": 0}, "num_pending_deletes": 0, "opens": {
    "23525/2": {"server_id": {"pid": "23525"}, "uid": 0, "share_file_id": "2", "sharemode": {"hex": "0x00000001", "READ": true, "WRITE": false, "text": "R"}, "access_mask": {"hex": "0x00000001", "READ_DATA": true, "WRITE_DATA": false, "APPEND_DATA": false, "text": "R"}, "opened_at": "2026-11-26T09:19:42.185708+00:00"} }},
  "/srv/Büro Post 1/CCDATA/F2": {"service_path": "/srv/Büro Post 1", "filename": "CCDATA/F2", "fileid": {"devid": 65024, "inode": 2146523, "extid": 0}, "num_pending_deletes": 0, "opens": {
    "23526/2": {"server_id": {"pid": "23526"}, "uid": 0, "share_file_id": "2", "sharemode": {"hex": "0x00000002", "READ": false, "WRITE": true, "text": "W"}, "access_mask": {"hex": "0x00000003", "READ_DATA": true, "WRITE_DATA": true, "APPEND_DATA": false, "text": "RW"}, "opened_at": "2026-11-26T09:19:42.195520+00:00"} }},
  "/srv/Büro Post 1/.": {"service_path": "/srv/Büro Post 1", "filename": ".", "fileid": {"devid": 65024, "inode": 2146394, "extid": 0}, "num_pending_deletes": 0, "opens": {
    "23523/5": {"server_id": {"pid": "23523"}, "uid": 0, "share_file_id": "5", "sharemode": {"hex": "0x00000007", "READ": true, "WRITE": true, "DELETE": true, "text": "RWD"}, "access_mask": {"hex": "0x00000081", "READ_DATA": true, "WRITE_DATA": false, "APPEND_DATA": false, "READ_ATTRIBUTES": true, "text": "R"}, "opened_at": "2026-11-26T09:19:42.222135+00:00"} }},
  "/srv/Büro Post 1/CCDATA/MLANDATA": {"service_path": "/srv/Büro Post 1", "filename": "CCDATA/MLANDATA", "fileid": {"devid": 65024, "inode": 2146400, "extid": 0}, "num_pending_deletes": 0, "opens": {
    "23969/2": {"server_id": {"pid": "23969"}, "uid": 0, "share_file_id": "2", "sharemode": {"hex": "0x00000003", "READ": true, "WRITE": true, "text": "RW"}, "access_mask": {"hex": "0x00000003", "READ_DATA": true, "WRITE_DATA": true, "APPEND_DATA": false, "text": "RW"}, "opened_at": "2026-11-26T09:22:10.306151+00:00"},
    "23636/2": {"server_id": {"pid": "23636"}, "uid": 1001, "share_file_id": "2", "sharemode": {"hex": "0x00000007", "READ": true, "WRITE": true, "DELETE": true, "text": "RWD"}, "access_mask": {"hex": "0x0000019b", "READ_DATA": true, "WRITE_DATA": true, "APPEND_DATA": false, "READ_EA": true, "WRITE_EA": true, "READ_ATTRIBUTES": true, "WRITE_ATTRIBUTES": true, "text": "RW"}, "opened_at": "2026-11-26T09:19:59.231560+00:00"} }},
  "/srv/Büro Post 1/CCDATA": {"service_path": "/srv/Büro Post 1", "filename": "CCDATA", "fileid": {"devid": 65024, "inode": 2146395, "extid": 0}, "num_pending_deletes": 0, "opens": {
    "23523/3": {"server_id": {"pid": "23523"}, "uid": 0, "share_file_id": "3", "sharemode": {"hex": "0x00000007", "READ": true, "WRITE": true, "DELETE": true, "text": "RWD"}, "access_mask": {"hex": "0x00000081", "READ_DATA": true, "WRITE_DATA": false, "APPEND_DATA": false, "READ_ATTRIBUTES": true, "text": "R"}, "opened_at": "2026-11-26T09:19:42.221802+00:00"} }}
 },
 "byte_range_locks": {
  "/srv/Büro Post 1/CCDATA/MLANDATA": {"fileid": {"devid": 65024, "inode": 2146400, "extid": 0}, "file_name": "CCDATA/MLANDATA", "share_path": "/srv/Büro Post 1", "server_id": {"pid": "23636"}, "locks": [{"server_id": {"pid": "23636", "task_id": "0", "vnn": "4294967295", "unique_id": "3714894969486455627"}, "type": "W", "flavour": "Posix", "start": 256, "size": 80}]}
 }}`;

/** The same for any other account: exit code 1, and this on standard error. */
export const statusOfNobody =
  '{"timestamp": "2026-11-26T09:18:53.339055+0000", "version": "4.17.12-Debian", "smb_conf": "/etc/samba/smb.conf"}';
export const onlyRoot = 'smbstatus only works as root!\n';

/** `testparm -s -l`, and its standard error. */
export const testparm = `# Global parameters
[global]
	bind interfaces only = Yes
	log file = /var/log/samba/log.%m
	registry shares = Yes
	idmap config * : backend = tdb
	printing = bsd


[Büro Post 1]
	comment = two lines ; available = no
	force user = root
	guest ok = Yes
	path = "/srv/Büro Post 1"
	read only = No


[linked]
	guest ok = Yes
	include = /etc/samba/extra.conf
	path = /srv/link/
	read only = No


[homes]
	browseable = No


[macro]
	path = /srv/%U


[closed]
	available = No
	path = /srv/other


[regshare]
	comment = a comment
	path = /srv/reg
	postbag:run = 20260101T000000000Z-0000abcd
`;
export const testparmSays = `Load smb config files from /etc/samba/smb.conf
NOTE: Service closed is flagged unavailable.
Loaded services file OK.
Weak crypto is allowed by GnuTLS (e.g. NTLM as a compatibility fallback)
Server role: ROLE_STANDALONE
`;

/** `net usershare info --long` */
export const userShares = `[userpo]
path=/srv/user
comment=x
usershare_acl=S-1-1-0:F,
guest_ok=n

`;
