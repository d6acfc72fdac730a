#include "meter.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define EXACT_US 64
#define SLOTS_PER_DOUBLING 32

uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* proc(5): utime and stime are fields 14 and 15; the name, field 2, may hold anything but ends at the last ')'. */
static double cpu_of(int id) {
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", id);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    char *read = fgets(line, sizeof line, file);
    fclose(file);
    char *after_name = read ? strrchr(line, ')') : NULL;
    unsigned long user = 0, system = 0;
    if (after_name)
        sscanf(after_name + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static long resident_of(int id) {
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", id);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    while (fgets(line, sizeof line, file) && sscanf(line, "VmRSS: %ld", &kib) != 1) {
    }
    fclose(file);
    return kib;
}

double cpu_seconds(const struct processes *of) {
    double total = 0;
    for (int i = 0; i < of->count; i++) total += cpu_of(of->ids[i]);
    return total;
}

long resident_kib(const struct processes *of) {
    long total = 0;
    for (int i = 0; i < of->count; i++) total += resident_of(of->ids[i]);
    return total;
}

static int slot_of(uint64_t us) {
    if (us < EXACT_US) return (int)us;
    int doubling = 63 - __builtin_clzll(us) - 5;
    int slot = doubling * SLOTS_PER_DOUBLING + (int)(us >> doubling);
    return slot < TIMES_SLOTS ? slot : TIMES_SLOTS - 1;
}

static double slot_ms(int slot) {
    if (slot < EXACT_US) return slot / 1000.0;
    int doubling = slot / SLOTS_PER_DOUBLING - 1;
    uint64_t us = (uint64_t)(slot - doubling * SLOTS_PER_DOUBLING) << doubling;
    return (double)us / 1000.0;
}

void add_time(struct times *times, uint64_t ns) {
    times->slots[slot_of(ns / 1000)]++;
    times->count++;
}

double quantile_ms(const struct times *times, double share) {
    uint64_t wanted = (uint64_t)((double)times->count * share), seen = 0;
    for (int slot = 0; slot < TIMES_SLOTS; slot++) {
        seen += times->slots[slot];
        if (seen > wanted) return slot_ms(slot);
    }
    return 0;
}
