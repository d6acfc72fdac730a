/* Load on one room: everybody connects and joins, some speak, and what reaches whom is counted and timed.
 *
 * cc -O2 -o generator generator.c crowd.c protocols.c meter.c
 *
 * Prints one JSON object a phase. A phase is NAME:WINDOW:BURST:RATE:SENDERS. With RATE 0 the loop is closed: BURST
 * messages go out whenever at most WINDOW - BURST of those before have not reached everybody. Else RATE messages a
 * second go out come what may, and are timed from the moment they were due.
 *
 * A phase ends when at least one message was measured and everything it owes has arrived, or after SILENCE_NS in which
 * nothing did. Of all its messages it tells how many were answered and refused, how many deliveries were lost or
 * surplus, and how many marks of earlier phases came late.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "crowd.h"

#define BREATH_NS 50000 /* between two looks, so that the server is not woken for every single reader */
#define SILENCE_NS 30000000000u
#define CONNECTING_MAX 32

/* Words of the evening, cut wherever the text's size says. No two neighbours are the same. */
static const char *const words[] = {
    "Bonsoir tout le monde, la soiree est douce et la lampe est allumee, qui veut parler de musique et de jardins ?",
    "Je rentre du marche avec des poires et du fromage, il pleuvait un peu mais la lumiere etait belle sur la place.",
    "Quelqu'un a vu le film dont on parlait hier ? La fin m'a surpris, je ne sais pas encore quoi en penser au juste.",
    "Chez nous le chat dort sur la table et personne n'ose le deplacer, alors on dine sur le canape comme souvent.",
    "Demain je reprends la peinture du vieux banc, il attend depuis le printemps sous la fenetre de la cuisine.",
};

struct phase {
    char name[32];
    int window, burst, senders;
    double rate;
};
static struct processes server;
static double phase_seconds = 2, warm_seconds = 0.7, settle_seconds = 1.5, join_seconds = 180;
static size_t text_bytes = 120;

static void say_next(uint64_t moment) {
    say_once(moment, words[crowd.sent % (sizeof words / sizeof *words)], text_bytes);
}

static void keep_up(const struct phase *phase, uint64_t *due) {
    if (phase->rate > 0) {
        for (; *due <= now_ns(); *due += (uint64_t)(1e9 / phase->rate)) say_next(*due);
        return;
    }
    while (crowd.sent + (uint64_t)phase->burst <=
           crowd.deliveries / (uint64_t)crowd.size + crowd.refused + (uint64_t)phase->window)
        for (int i = 0; i < phase->burst; i++) say_next(now_ns());
}

static bool is_silent(void) { return now_ns() > crowd.heard_at + SILENCE_NS; }

static bool has_measured(void) {
    if (crowd.refused) return true; /* whoever is refused may never be delivered to anybody */
    return crowd.delivered.count && (crowd.accepted.count || !crowd.protocol->answers);
}

static void run(const struct phase *phase, double seconds, uint64_t *due) {
    uint64_t until = now_ns() + (uint64_t)(seconds * 1e9), sent = crowd.sent;
    while (now_ns() < until || (crowd.measuring && (crowd.sent == sent || !has_measured()) && !is_silent())) {
        keep_up(phase, due);
        stay_alive();
        listen_once(phase->rate > 0 ? 0 : 5);
        for (uint64_t breath = now_ns() + BREATH_NS; now_ns() < breath;) {
        }
    }
}

static void rest(double seconds) {
    uint64_t until = now_ns() + (uint64_t)(seconds * 1e9);
    while (now_ns() < until) listen_once(20), stay_alive();
}

/* Deliveries that have not come; less than none when some came twice. */
static int64_t owed(void) { return (int64_t)(crowd.sent - crowd.refused) * crowd.size - (int64_t)crowd.deliveries; }

static void drain(void) {
    crowd.heard_at = now_ns();
    while ((owed() > 0 || (crowd.protocol->answers && crowd.answers < crowd.sent)) && !is_silent())
        listen_once(20), stay_alive();
}

static uint64_t begin(const struct phase *phase) {
    crowd.senders = phase->senders < crowd.size ? phase->senders : crowd.size;
    crowd.deliveries = crowd.answers = crowd.refused = crowd.late = crowd.sent = 0;
    memset(&crowd.delivered, 0, sizeof crowd.delivered);
    memset(&crowd.accepted, 0, sizeof crowd.accepted);
    return crowd.since = crowd.heard_at = now_ns();
}

static void measure(const struct phase *phase) {
    uint64_t due = begin(phase);
    run(phase, warm_seconds, &due);
    crowd.measuring = true;
    uint64_t deliveries = crowd.deliveries, sent = crowd.sent, begun = now_ns();
    double cpu = cpu_seconds(&server);
    run(phase, phase_seconds, &due);
    cpu = cpu_seconds(&server) - cpu;
    deliveries = crowd.deliveries - deliveries;
    sent = crowd.sent - sent;
    double seconds = (double)(now_ns() - begun) / 1e9;
    crowd.measuring = false;
    drain();
    int64_t missing = owed();
    printf("{\"phase\":\"%s\",\"members\":%d,\"seconds\":%.3f,\"messages\":%lu,\"deliveries\":%lu,\"server_cpu_s\":%.2f,"
           "\"per_cpu_s\":%.0f,\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"accepted_p50_ms\":%.2f,\"accepted_p99_ms\":%.2f,"
           "\"sent\":%lu,\"answered\":%lu,\"refused\":%lu,\"delivered\":%lu,\"lost\":%ld,\"surplus\":%ld,\"late\":%lu,"
           "\"resident_kib\":%ld}\n",
           phase->name, crowd.size, seconds, sent, deliveries, cpu, cpu > 0 ? (double)deliveries / cpu : 0,
           quantile_ms(&crowd.delivered, .5), quantile_ms(&crowd.delivered, .99), quantile_ms(&crowd.accepted, .5),
           quantile_ms(&crowd.accepted, .99), crowd.sent, crowd.answers, crowd.refused, crowd.deliveries,
           missing > 0 ? missing : 0, missing < 0 ? -missing : 0, crowd.late, resident_kib(&server));
    fflush(stdout);
}

static void measure_all(char *phases) {
    for (char *one = strtok(phases, ","); one; one = strtok(NULL, ",")) {
        struct phase phase;
        if (sscanf(one, "%31[^:]:%d:%d:%lf:%d", phase.name, &phase.window, &phase.burst, &phase.rate, &phase.senders) != 5)
            fail("a phase is NAME:WINDOW:BURST:RATE:SENDERS", NULL);
        measure(&phase);
    }
}

static void read_processes(char *ids) {
    for (char *id = strtok(ids, ","); id && server.count < PROCESSES_MAX; id = strtok(NULL, ","))
        server.ids[server.count++] = atoi(id);
}

static void stay_on(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    sched_setaffinity(0, sizeof set, &set);
}

static char *phases;

static void read_option(const char *name, char *value) {
    if (!strcmp(name, "--protocol")) crowd.protocol = find_protocol(value);
    else if (!strcmp(name, "--members")) crowd.size = atoi(value);
    else if (!strcmp(name, "--port")) crowd.port = atoi(value);
    else if (!strcmp(name, "--nodes")) crowd.nodes = atoi(value);
    else if (!strcmp(name, "--path")) crowd.path = value;
    else if (!strcmp(name, "--rooms")) crowd.rooms = value;
    else if (!strcmp(name, "--rules")) crowd.rules = value;
    else if (!strcmp(name, "--processes")) read_processes(value);
    else if (!strcmp(name, "--text-bytes")) text_bytes = strtoul(value, NULL, 10);
    else if (!strcmp(name, "--seconds")) phase_seconds = atof(value);
    else if (!strcmp(name, "--settle")) settle_seconds = atof(value);
    else if (!strcmp(name, "--warm-seconds")) warm_seconds = atof(value);
    else if (!strcmp(name, "--core")) stay_on(atoi(value));
    else if (!strcmp(name, "--phases")) phases = value;
    else fail("no such option", NULL);
}

int main(int count, char **arguments) {
    crowd = (struct crowd){.size = 500, .senders = 1, .nodes = 1, .host = "127.0.0.1", .path = "/", .rooms = "bench", .rules = ""};
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (int i = 1; i + 1 < count; i += 2) read_option(arguments[i], arguments[i + 1]);
    if (!crowd.protocol || !crowd.port || crowd.size < 1 || crowd.nodes < 1) fail("--protocol, --port and --members are needed", NULL);
    crowd.members = calloc((size_t)crowd.size, sizeof *crowd.members);
    long before = resident_kib(&server);
    uint64_t begun = now_ns();
    gather(CONNECTING_MAX, join_seconds);
    double joining = (double)(now_ns() - begun) / 1e9;
    rest(settle_seconds);
    printf("{\"phase\":\"join\",\"members\":%d,\"seconds\":%.3f,\"resident_before_kib\":%ld,\"resident_kib\":%ld}\n",
           crowd.size, joining, before, resident_kib(&server));
    fflush(stdout);
    if (phases) measure_all(phases);
    return 0;
}
