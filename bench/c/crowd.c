#define _GNU_SOURCE
#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS_MAX 512
#define READ_BYTES (256 * 1024)
#define MESSAGE_BYTES_MAX 4096
#define STALL_NS 10000000000u
#define ALIVE_SECONDS 20
#define CLOCK_EVERY 16 /* connections that share one reading of the clock */

struct crowd crowd;
static int epoll = -1;
static uint64_t read_at;
static int next_sender;

_Noreturn void fail(const char *why, const struct member *member) {
    fprintf(stderr, "generator: %s (%s)\n", why, strerror(errno));
    if (member && member->heard_bytes) fprintf(stderr, "heard: %.*s\n", (int)member->heard_bytes, member->heard);
    printf("{\"error\":\"%s\",\"joined\":%d}\n", why, crowd.joined);
    exit(1);
}

void tell(struct member *member, const void *bytes, size_t size) {
    const char *rest = bytes;
    uint64_t until = now_ns() + STALL_NS;
    while (size > 0) {
        ssize_t taken = send(member->socket, rest, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken < 0 && errno != EAGAIN) fail("cannot write", member);
        if (taken < 0) {
            struct pollfd writable = {member->socket, POLLOUT, 0};
            poll(&writable, 1, 100);
            if (now_ns() > until) fail("the server reads no more", member);
            continue;
        }
        rest += taken;
        size -= (size_t)taken;
    }
}

void tell_text(struct member *member, const char *text) { tell(member, text, strlen(text)); }

bool has_heard(const struct member *member, const char *words) {
    return member->heard_bytes && memmem(member->heard, member->heard_bytes, words, strlen(words));
}

void next_step(struct member *member) {
    member->heard_bytes = 0;
    member->step++;
}

void has_joined(struct member *member) {
    free(member->heard);
    member->heard = NULL;
    member->heard_bytes = member->heard_room = 0;
    member->joined = true;
    crowd.joined++;
    crowd.in_progress--;
}

static void keep(struct member *member, const char *bytes, size_t size) {
    if (member->heard_bytes + size + 1 > member->heard_room) {
        member->heard_room = 2 * (member->heard_bytes + size + 1);
        member->heard = realloc(member->heard, member->heard_room);
    }
    memcpy(member->heard + member->heard_bytes, bytes, size);
    member->heard_bytes += size;
    member->heard[member->heard_bytes] = 0;
}

static void count_mark(char fence, uint64_t moment) {
    crowd.heard_at = read_at;
    if (moment < crowd.since) {
        crowd.late++;
        return;
    }
    struct times *times = fence == DELIVERED ? &crowd.delivered : &crowd.accepted;
    if (fence == DELIVERED) crowd.deliveries++;
    else crowd.answers++;
    if (crowd.measuring) add_time(times, read_at > moment ? read_at - moment : 0);
}

static const char *find_fence(const struct member *member, const char *from, const char *end) {
    const char *found = memchr(from, DELIVERED, (size_t)(end - from));
    if (member->number >= crowd.senders) return found; /* nobody answers those who only listen */
    const char *answer = memchr(from, ACCEPTED, (size_t)((found ? found : end) - from));
    return answer ? answer : found;
}

/* Finds marks wherever the reads cut them. */
static void scan(struct member *member, const char *from, const char *end) {
    while (from < end) {
        if (!member->fence) {
            if (!(from = find_fence(member, from, end))) return;
            member->fence = *from++;
            member->letters = 0;
            member->moment = 0;
        } else if (member->letters < MARK_LETTERS && *from >= 'a' && *from <= 'p') {
            member->moment = member->moment << 4 | (uint64_t)(*from++ - 'a');
            member->letters++;
        } else {
            bool whole = member->letters == MARK_LETTERS && *from == member->fence;
            if (whole) count_mark(member->fence, member->moment), from++;
            member->fence = 0;
        }
    }
}

/* Counts what ends within the fresh bytes; before them stands the tail of those heard earlier. */
static void count_refusals(struct member *member, const char *fresh, size_t size) {
    const char *from = fresh - member->tail_bytes, *end = fresh + size;
    for (const char *const *refusal = crowd.protocol->refusals; refusal && *refusal; refusal++) {
        size_t length = strlen(*refusal);
        for (const char *at = from; (at = memmem(at, (size_t)(end - at), *refusal, length)); at += length)
            if (at + length > fresh) crowd.refused++;
    }
    size_t known = (size_t)(end - from);
    member->tail_bytes = known < TAIL_BYTES ? known : TAIL_BYTES;
    memcpy(member->tail, end - member->tail_bytes, member->tail_bytes);
}

static void watch(struct member *member, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = member};
    if (epoll_ctl(epoll, operation, member->socket, &event)) fail("epoll_ctl", member);
}

static void start_one(void) {
    struct member *member = &crowd.members[crowd.started];
    member->number = crowd.started++;
    member->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (member->socket < 0) fail("socket", member);
    int on = 1;
    setsockopt(member->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int port = crowd.port + member->number % crowd.nodes;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, crowd.host, &address.sin_addr);
    if (connect(member->socket, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS)
        fail("cannot connect", member);
    crowd.in_progress++;
    watch(member, EPOLL_CTL_ADD, EPOLLOUT);
}

static void has_connected(struct member *member) {
    socklen_t size = sizeof errno;
    getsockopt(member->socket, SOL_SOCKET, SO_ERROR, &errno, &size);
    if (errno) fail("cannot connect", member);
    member->connected = true;
    watch(member, EPOLL_CTL_MOD, EPOLLIN);
    crowd.protocol->greet(member);
}

static void read_from(struct member *member) {
    static char room[TAIL_BYTES + READ_BYTES], *const bytes = room + TAIL_BYTES;
    ssize_t size = recv(member->socket, bytes, READ_BYTES, 0);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) fail("the server closed a connection", member);
    if (member->joined) {
        if (member->number < crowd.senders && crowd.protocol->refusals) {
            memcpy(bytes - member->tail_bytes, member->tail, member->tail_bytes);
            count_refusals(member, bytes, (size_t)size);
        }
        scan(member, bytes, bytes + size);
    } else {
        keep(member, bytes, (size_t)size);
        crowd.protocol->answer(member);
    }
}

int listen_once(int timeout_ms) {
    struct epoll_event events[EVENTS_MAX];
    int ready = epoll_wait(epoll, events, EVENTS_MAX, timeout_ms);
    for (int i = 0; i < ready; i++) {
        struct member *member = events[i].data.ptr;
        if (i % CLOCK_EVERY == 0) read_at = now_ns();
        if (member->connected) read_from(member);
        else has_connected(member);
    }
    return ready;
}

void stay_alive(void) {
    static uint64_t due;
    static int next;
    uint64_t now = now_ns(), pause = ALIVE_SECONDS * 1000000000ull / (uint64_t)crowd.size;
    if (!due) due = now;
    for (; crowd.protocol->live && due <= now; due += pause) {
        if (crowd.members[next].joined) crowd.protocol->live(&crowd.members[next]);
        next = (next + 1) % crowd.size;
    }
}

void gather(int connecting_max, double seconds_max) {
    uint64_t until = now_ns() + (uint64_t)(seconds_max * 1e9);
    epoll = epoll_create1(0);
    while (crowd.joined < crowd.size) {
        while (crowd.started < crowd.size && crowd.in_progress < connecting_max) start_one();
        listen_once(50);
        stay_alive();
        if (now_ns() > until) fail("not everybody could join in time", &crowd.members[crowd.joined]);
    }
}

void say_once(uint64_t moment, const char *words, size_t text_bytes) {
    char mark[MARK_LETTERS + 1], text[MESSAGE_BYTES_MAX / 2], message[MESSAGE_BYTES_MAX];
    for (int i = 0; i < MARK_LETTERS; i++) mark[i] = (char)('a' + (moment >> 4 * (MARK_LETTERS - 1 - i) & 15));
    mark[MARK_LETTERS] = 0;
    snprintf(text, text_bytes + 1, "%c%s%c %s", DELIVERED, mark, DELIVERED, words);
    size_t size = crowd.protocol->say(message, text, mark);
    tell(&crowd.members[next_sender], message, size);
    next_sender = (next_sender + 1) % crowd.senders;
    crowd.sent++;
}
