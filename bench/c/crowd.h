/* The members of one room, each with a connection of its own, all in one thread. */
#ifndef CROWD_H
#define CROWD_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "meter.h"

/* A mark carries the moment at which a message was sent, in letters, so that no gate takes it for a phone number:
 * a fence, 16 letters from a to p, the same fence. DELIVERED stands in the text, ACCEPTED in the sender's own ref. */
#define DELIVERED '~'
#define ACCEPTED '^'
#define MARK_LETTERS 16
#define TAIL_BYTES 32

struct member {
    int number;
    int socket;
    int step; /* of the protocol's greeting */
    bool connected, joined, gone;
    char *heard; /* during the greeting: what was heard since the last step, ends with a NUL */
    size_t heard_bytes, heard_room;
    char fence; /* of the mark that is being read, else 0 */
    int letters;
    uint64_t moment;
    char tail[TAIL_BYTES]; /* of what a sender heard last, where a refusal may have begun */
    size_t tail_bytes;
};

/* How a server is spoken to. */
struct protocol {
    const char *name;
    bool answers; /* whether each message is answered under its mark */
    const char *const *refusals; /* what stands in an answer that is none of acceptance, shorter than TAIL_BYTES; ends with NULL */
    void (*greet)(struct member *member);  /* the connection is open */
    void (*answer)(struct member *member); /* something was heard and the member has not joined yet */
    /* The bytes that say `text` in the room, into `out`; `mark` is the text's, its fences left out. */
    size_t (*say)(char *out, const char *text, const char *mark);
    void (*live)(struct member *member); /* say that one is still there, NULL where nobody asks */
};

struct crowd {
    const struct protocol *protocol;
    struct member *members;
    int size, senders; /* the first `senders` members speak in turn */
    const char *host, *path, *rooms, *rules; /* rooms: names with commas between; talk is in the first */
    int port, nodes; /* member after member on the ports from this one on */
    int started, joined, in_progress;
    uint64_t since;    /* when this phase began: marks from before it are late and count for nothing else */
    uint64_t heard_at; /* when the last mark came */
    uint64_t deliveries, answers, refused, late, sent;
    bool measuring;
    struct times delivered, accepted;
};
extern struct crowd crowd;

const struct protocol *find_protocol(const char *name);

void gather(int connecting_max, double seconds_max); /* connect and join everybody, or end the program */
void say_once(uint64_t moment, const char *words, size_t text_bytes);
int listen_once(int timeout_ms); /* how many connections had something to say */
void stay_alive(void);           /* each member in turn, all of them in ALIVE_SECONDS */

/* For protocols. */
void tell(struct member *member, const void *bytes, size_t size);
void tell_text(struct member *member, const char *text);
bool has_heard(const struct member *member, const char *words);
void next_step(struct member *member); /* forget what was heard */
void has_joined(struct member *member);
_Noreturn void fail(const char *why, const struct member *member);

#endif
