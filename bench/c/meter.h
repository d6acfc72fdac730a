/* What is measured with: the clock, the processor time and memory of other processes, times put in order. */
#ifndef METER_H
#define METER_H
#include <stdint.h>

#define PROCESSES_MAX 64

uint64_t now_ns(void);

/* Sums over some processes, all their threads included. */
struct processes {
    int ids[PROCESSES_MAX];
    int count;
};
double cpu_seconds(const struct processes *of);
long resident_kib(const struct processes *of);

/* A histogram of times: exact under 64 µs, within 1/32 above. */
#define TIMES_SLOTS 2048
struct times {
    uint64_t slots[TIMES_SLOTS];
    uint64_t count;
};
void add_time(struct times *times, uint64_t ns);
double quantile_ms(const struct times *times, double share);

#endif
