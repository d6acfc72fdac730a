daemonize = false
run_as_root = true
data_path = os.getenv("BENCH_DATA")
pidfile = os.getenv("BENCH_DATA") .. "/prosody.pid"
network_backend = "epoll"
network_settings = { tcp_backlog = 4096 }
modules_enabled = { "saslauth", "disco" }
modules_disabled = { "s2s", "tls", "offline", "http" }
authentication = "anonymous"
storage = "memory"
c2s_require_encryption = false
c2s_interfaces = { "127.0.0.1" }
c2s_ports = { 9600 }
s2s_ports = {}
log = { error = "*console" }
VirtualHost "localhost"
Component "conference.localhost" "muc"
  muc_room_locking = false
  muc_room_default_history_length = 0
  max_history_messages = 0
  muc_room_default_presence_broadcast = { visitor = false, participant = false, moderator = false }
