/* The bare limit: a WebSocket broadcast that does nothing but what the kernel must do. `limit PORT each|coalesced`
 *
 * each: every message is sent to every connection at once, by one send(2) of a frame made once.
 * coalesced: what was read in one turn of the loop is sent to every connection together.
 *
 * A yardstick and no server: bytes that a socket does not take are lost (and counted on stderr), frames that the
 * generator never sends are not understood.
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 65536
#define EVENTS_MAX 1024
#define HEARD_BYTES 4096
#define OWED_BYTES (1 << 20)

struct connection {
    int socket;
    int place; /* in `everybody`, -1 before the upgrade */
    size_t heard_bytes;
    char heard[HEARD_BYTES];
};
static struct connection *everybody[CONNECTIONS_MAX];
static int present, epoll, listener;
static bool coalesced;
static char owed[OWED_BYTES];
static size_t owed_bytes;
static unsigned long short_writes;

static void broadcast(void) {
    for (int i = 0; i < present; i++)
        if (send(everybody[i]->socket, owed, owed_bytes, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)owed_bytes) short_writes++;
    owed_bytes = 0;
}

static void owe(const char *payload, size_t size) {
    if (owed_bytes + size + 4 > OWED_BYTES) broadcast();
    owed[owed_bytes++] = (char)0x81;
    if (size < 126) {
        owed[owed_bytes++] = (char)size;
    } else {
        owed[owed_bytes++] = 126;
        owed[owed_bytes++] = (char)(size >> 8);
        owed[owed_bytes++] = (char)size;
    }
    memcpy(owed + owed_bytes, payload, size);
    owed_bytes += size;
    if (!coalesced) broadcast();
}

/* One whole frame at the start of `heard`, unmasked in place; its size with its head, 0 while it is not whole. */
static size_t read_frame(unsigned char *heard, size_t bytes) {
    size_t size = bytes > 1 ? heard[1] & 127 : 0, head = 6;
    if (bytes < head) return 0;
    if (size == 126) {
        size = (size_t)heard[2] << 8 | heard[3];
        head = 8;
    }
    if (bytes < head + size) return 0;
    unsigned char *key = heard + head - 4, *payload = heard + head;
    for (size_t i = 0; i < size; i++) payload[i] ^= key[i & 3];
    if ((heard[0] & 15) == 1) owe((char *)payload, size);
    return head + size;
}

static void upgrade(struct connection *one) {
    static const char answer[] =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: cDaJkIxEP0AeEnpOvFLGpGLOjrY=\r\n\r\n"; /* the generator does not check it */
    if (!memmem(one->heard, one->heard_bytes, "\r\n\r\n", 4)) return;
    send(one->socket, answer, sizeof answer - 1, MSG_NOSIGNAL);
    one->heard_bytes = 0;
    one->place = present;
    everybody[present++] = one;
}

static void drop(struct connection *one) {
    if (one->place >= 0) {
        everybody[one->place] = everybody[--present];
        everybody[one->place]->place = one->place;
    }
    close(one->socket);
    free(one);
}

static void hear(struct connection *one) {
    ssize_t size = recv(one->socket, one->heard + one->heard_bytes, HEARD_BYTES - one->heard_bytes, MSG_DONTWAIT);
    if (size <= 0) {
        drop(one);
        return;
    }
    one->heard_bytes += (size_t)size;
    if (one->place < 0) {
        upgrade(one);
        return;
    }
    size_t used = 0, frame;
    while ((frame = read_frame((unsigned char *)one->heard + used, one->heard_bytes - used))) used += frame;
    one->heard_bytes -= used;
    memmove(one->heard, one->heard + used, one->heard_bytes);
}

static void let_in(void) {
    int on = 1, socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (socket < 0) return;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection *one = malloc(sizeof *one);
    one->socket = socket;
    one->place = -1;
    one->heard_bytes = 0;
    epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &(struct epoll_event){.events = EPOLLIN, .data.ptr = one});
}

static void open_port(int port) {
    int on = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) {
        perror("limit");
        exit(1);
    }
    epoll = epoll_create1(0);
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN, .data.ptr = NULL});
}

int main(int count, char **arguments) {
    if (count != 3) return fprintf(stderr, "limit PORT each|coalesced\n"), 2;
    coalesced = !strcmp(arguments[2], "coalesced");
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    open_port(atoi(arguments[1]));
    for (;;) {
        struct epoll_event events[EVENTS_MAX];
        int ready = epoll_wait(epoll, events, EVENTS_MAX, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.ptr) hear(events[i].data.ptr);
            else let_in();
        }
        if (owed_bytes) broadcast();
        if (short_writes) fprintf(stderr, "limit: %lu short writes\n", short_writes), short_writes = 0;
    }
}
