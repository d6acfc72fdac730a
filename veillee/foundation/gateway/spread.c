/* The same bytes to many sockets: the inner loop of a fan-out, without Python between two system calls.
 *
 * Plain C without Python.h, so that a compiler is all it takes to build it and one build serves every Python.
 * Called through ctypes, which lets go of the interpreter meanwhile. The number at the end of the name is that of
 * the signature: a library left over from another version is then not found rather than misunderstood.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* Python ignores SIGPIPE where sockets know no such flag. */
#endif

/* A connection, in memory of Python's: a negative socket is left to the caller. */
struct seat {
    int socket, passed_over;
};

static ssize_t offer(int socket, const char *bytes, size_t size) {
    ssize_t taken;
    do {
        taken = send(socket, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (taken < 0 && errno == EINTR);
    return taken;
}

/* Offers `size` bytes to each whose seat's address stands in `seats` from `start` to before `stop`; never waits.
 *
 * Returns how many did not get everything, whatever the reason. For each of them, in order, `unfinished` gets a
 * pair: its place in `seats`, and how many bytes it took. It must have room for 2 * (stop - start).
 */
int veillee_spread_2(const uint64_t *seats, int start, int stop, const char *bytes, size_t size, int *unfinished) {
    int pairs = 0;
    for (int place = start; place < stop; place++) {
        const struct seat *seat = (const struct seat *)(uintptr_t)seats[place];
        if (seat->passed_over) continue;
        ssize_t taken = seat->socket < 0 ? 0 : offer(seat->socket, bytes, size);
        if (taken != (ssize_t)size) {
            unfinished[2 * pairs] = place;
            unfinished[2 * pairs + 1] = taken < 0 ? 0 : (int)taken;
            pairs++;
        }
    }
    return pairs;
}
