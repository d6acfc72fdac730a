/* How each kind of server is greeted and spoken to. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crowd.h"

#define FRAME_BYTES_MAX 4096

static char conversation[64]; /* Veillée's id of the first room's conversation, learnt by joining */

/* RFC 6455 §5.2: a client's frame is masked; the key may be any, and here is always the same. */
static size_t frame(char *out, int opcode, const char *payload, size_t size) {
    static const unsigned char key[4] = {0x5a, 0x1d, 0xc3, 0x2e};
    size_t head = 0;
    out[head++] = (char)(0x80 | opcode);
    if (size < 126) {
        out[head++] = (char)(0x80 | size);
    } else {
        out[head++] = (char)(0x80 | 126);
        out[head++] = (char)(size >> 8);
        out[head++] = (char)size;
    }
    memcpy(out + head, key, sizeof key);
    head += sizeof key;
    for (size_t i = 0; i < size; i++) out[head + i] = (char)(payload[i] ^ key[i & 3]);
    return head + size;
}

static void tell_frame(struct member *member, const char *payload) {
    char out[FRAME_BYTES_MAX];
    tell(member, out, frame(out, 1, payload, strlen(payload)));
}

static void ask_upgrade(struct member *member, const char *subprotocol) {
    char request[512];
    snprintf(request, sizeof request,
             "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
             "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dmVpbGxlZSBpcyBncmVhdA==\r\n%s\r\n",
             crowd.path, crowd.host, crowd.port, subprotocol);
    tell_text(member, request);
}

static bool is_upgraded(struct member *member) {
    if (!has_heard(member, "\r\n\r\n")) return false;
    if (!has_heard(member, "HTTP/1.1 101")) fail("no upgrade", member);
    return true;
}

/* The limit servers and node ws: whatever is said goes to everybody as it is. */

static void websocket_greet(struct member *member) { ask_upgrade(member, ""); }

static void websocket_answer(struct member *member) {
    if (is_upgraded(member)) has_joined(member);
}

static size_t websocket_say(char *out, const char *text, const char *mark) {
    (void)mark;
    return frame(out, 1, text, strlen(text));
}

/* Veillée, as docs say: enter over HTTP, then on the same connection upgrade, hello, join. */

static void veillee_greet(struct member *member) {
    char body[256], request[512];
    int size = snprintf(body, sizeof body, "{\"pseudonym\":\"Convive %05d\",\"age\":30,\"rules\":\"%s\"}",
                        member->number, crowd.rules);
    snprintf(request, sizeof request,
             "POST /api/v1/entries HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\n"
             "Content-Length: %d\r\n\r\n%s",
             crowd.host, crowd.port, size, body);
    tell_text(member, request);
}

/* The text after `before`, up to the next quotation mark, into `out`; false while it has not been heard. */
static bool quote(const struct member *member, const char *before, char *out, size_t room) {
    char *from = memmem(member->heard, member->heard_bytes, before, strlen(before));
    char *end = from ? strchr(from + strlen(before), '"') : NULL;
    if (!end) return false;
    snprintf(out, room, "%.*s", (int)(end - from - (long)strlen(before)), from + strlen(before));
    return true;
}

static bool has_whole_answer(const struct member *member) {
    char *body = memmem(member->heard, member->heard_bytes, "\r\n\r\n", 4);
    char *length = strcasestr(member->heard, "content-length:");
    if (!body || !length) return false;
    return (size_t)(member->heard + member->heard_bytes - (body + 4)) >= strtoul(length + 15, NULL, 10);
}

/* Join the next room on the list; false when there is none left. */
static bool join_next(struct member *member) {
    char told[256];
    const char *room = crowd.rooms;
    for (int skipped = member->step - 2; skipped > 0 && room; skipped--) room = strchr(room, ',') ? strchr(room, ',') + 1 : NULL;
    if (!room) return false;
    member->step++;
    snprintf(told, sizeof told, "{\"type\":\"join\",\"ref\":\"j\",\"room\":\"%.*s\"}", (int)strcspn(room, ","), room);
    tell_frame(member, told);
    return true;
}

static void veillee_answer(struct member *member) {
    static char tokens[1 << 16][96];
    char *token = tokens[member->number & 0xffff], told[256];
    switch (member->step) {
    case 0:
        if (!has_whole_answer(member)) return;
        if (!quote(member, "\"token\":\"", token, sizeof tokens[0])) fail("not let in", member);
        next_step(member);
        ask_upgrade(member, "Sec-WebSocket-Protocol: veillee.v1\r\n");
        return;
    case 1:
        if (!is_upgraded(member)) return;
        next_step(member);
        snprintf(told, sizeof told, "{\"type\":\"hello\",\"token\":\"%s\"}", token);
        tell_frame(member, told);
        return;
    case 2:
        if (has_heard(member, "\"type\":\"error\"")) fail("not welcome", member);
        if (!has_heard(member, "\"type\":\"welcome\"")) return;
        member->heard_bytes = 0;
        join_next(member);
        return;
    default:
        if (has_heard(member, "\"type\":\"error\"")) fail("cannot join", member);
        if (!has_heard(member, "\"type\":\"joined\"")) return;
        if (member->step == 3 && !quote(member, "\"conversation\":{\"id\":\"", conversation, sizeof conversation)) return;
        member->heard_bytes = 0;
        if (!join_next(member)) has_joined(member);
    }
}

static size_t veillee_say(char *out, const char *text, const char *mark) {
    char told[FRAME_BYTES_MAX];
    int size = snprintf(told, sizeof told,
                        "{\"type\":\"send\",\"ref\":\"%c%s%c\",\"conversation\":\"%s\",\"text\":\"%s\"}", ACCEPTED, mark,
                        ACCEPTED, conversation, text);
    return frame(out, 1, told, (size_t)size);
}

/* A pong that nobody asked for does what the answer to a ping does (RFC 6455 §5.5.3), and needs no reading. */
static void veillee_live(struct member *member) {
    char out[16];
    tell(member, out, frame(out, 10, "", 0));
}

/* XMPP: anonymous (RFC 6120, XEP-0175), then a room (XEP-0045) without its history. */

#define STREAM                                                                                                   \
    "<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' "                    \
    "xmlns:stream='http://etherx.jabber.org/streams'>"

static void xmpp_greet(struct member *member) { tell_text(member, STREAM); }

static void xmpp_answer(struct member *member) {
    static const struct {
        const char *heard, *told;
    } steps[] = {
        {"</stream:features>", "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>"},
        {"<success", STREAM},
        {"</stream:features>", "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"},
    };
    char told[256];
    if (has_heard(member, "<failure") || has_heard(member, "type='error'")) fail("XMPP refuses", member);
    if (member->step < 3) {
        if (!has_heard(member, steps[member->step].heard)) return;
        tell_text(member, steps[member->step].told);
        next_step(member);
    } else if (member->step == 3 && has_heard(member, "</jid>")) {
        next_step(member);
        snprintf(told, sizeof told,
                 "<presence to='%s@conference.localhost/n%d'><x xmlns='http://jabber.org/protocol/muc'>"
                 "<history maxstanzas='0'/></x></presence>",
                 crowd.rooms, member->number);
        tell_text(member, told);
    } else if (member->step == 4 && has_heard(member, "<subject")) {
        has_joined(member);
    }
}

static size_t xmpp_say(char *out, const char *text, const char *mark) {
    return (size_t)snprintf(out, FRAME_BYTES_MAX,
                            "<message to='%s@conference.localhost' type='groupchat' id='%s'><body>%s</body></message>",
                            crowd.rooms, mark, text);
}

/* MQTT 3.1.1: quality of service 0, one topic. */

static size_t mqtt_string(char *out, const char *text) {
    size_t size = strlen(text);
    out[0] = (char)(size >> 8);
    out[1] = (char)size;
    memcpy(out + 2, text, size);
    return size + 2;
}

static void mqtt_greet(struct member *member) {
    char name[32], packet[64] = {0x10, 0, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0};
    snprintf(name, sizeof name, "convive%d", member->number);
    size_t size = 12 + mqtt_string(packet + 12, name);
    packet[1] = (char)(size - 2);
    tell(member, packet, size);
}

static void mqtt_answer(struct member *member) {
    char packet[128] = {(char)0x82, 0, 0, 1};
    if (member->step == 0 && member->heard_bytes >= 4) {
        if (member->heard[0] != 0x20 || member->heard[3] != 0) fail("MQTT refuses", member);
        next_step(member);
        size_t size = 4 + mqtt_string(packet + 4, crowd.rooms);
        packet[size++] = 0;
        packet[1] = (char)(size - 2);
        tell(member, packet, size);
    } else if (member->step == 1 && member->heard_bytes >= 5) {
        has_joined(member);
    }
}

static size_t mqtt_say(char *out, const char *text, const char *mark) {
    (void)mark;
    size_t left = 2 + strlen(crowd.rooms) + strlen(text), size = 0;
    out[size++] = 0x30;
    for (; left > 127; left >>= 7) out[size++] = (char)(0x80 | (left & 127));
    out[size++] = (char)left;
    size += mqtt_string(out + size, crowd.rooms);
    memcpy(out + size, text, strlen(text));
    return size + strlen(text);
}

/* NATS: one subject, which its sender hears as well. */

static void nats_greet(struct member *member) { (void)member; /* the server speaks first */ }

static void nats_answer(struct member *member) {
    char told[128];
    if (member->step == 0 && has_heard(member, "\r\n")) {
        next_step(member);
        snprintf(told, sizeof told, "CONNECT {\"verbose\":false,\"echo\":true}\r\nSUB %s 1\r\nPING\r\n", crowd.rooms);
        tell_text(member, told);
    } else if (member->step == 1 && has_heard(member, "PONG")) {
        has_joined(member);
    }
}

static size_t nats_say(char *out, const char *text, const char *mark) {
    (void)mark;
    return (size_t)snprintf(out, FRAME_BYTES_MAX, "PUB %s %zu\r\n%s\r\n", crowd.rooms, strlen(text), text);
}

static const char *const veillee_refusals[] = {
    "\"type\":\"error\"", "\"type\":\"refused\"", "\"type\":\"held\"", "\"type\":\"nudged\"", NULL,
};
static const char *const xmpp_refusals[] = {"type='error'", NULL};
static const char *const nats_refusals[] = {"-ERR ", NULL};

const struct protocol *find_protocol(const char *name) {
    static const struct protocol all[] = {
        {"veillee", true, veillee_refusals, veillee_greet, veillee_answer, veillee_say, veillee_live},
        {"websocket", false, NULL, websocket_greet, websocket_answer, websocket_say, NULL},
        {"xmpp", false, xmpp_refusals, xmpp_greet, xmpp_answer, xmpp_say, NULL},
        {"mqtt", false, NULL, mqtt_greet, mqtt_answer, mqtt_say, NULL},
        {"nats", false, nats_refusals, nats_greet, nats_answer, nats_say, NULL},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!strcmp(all[i].name, name)) return &all[i];
    return NULL;
}
