"""The protocol of the benchmark for peers in Python; peer.go of the package describes it."""

import json
import sys
import time


def memory():
    """Resident memory in bytes, 0 where the system does not say."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmRSS:"))
    except OSError:
        return 0


def answer(**fields):
    print(json.dumps(fields), flush=True)


def pages(publication):
    """What is indexed of each page: one text and the five facets."""
    facets = {
        "topic": [topic["id"] for topic in publication["topics"]],
        "speaker": [person["name"] for person in publication["people"]],
        "kind": [publication["kind"]],
        "series": publication["series"],
        "year": [publication["published"]["value"][:4]] if publication["published"] else [],
    }
    for i, page in enumerate(publication["pages"]):
        text = page["heading"] + "\n" + page["text"]
        yield (publication["title"] + "\n" + text if i == 0 else text), facets


def index(peer, folder, corpus):
    started, cpu, reading, count = time.perf_counter_ns(), time.process_time_ns(), 0, 0
    add, finish = peer.index(folder)
    with open(corpus, encoding="utf-8") as lines:
        while True:
            before = time.thread_time_ns()
            line = lines.readline()
            publication = json.loads(line) if line else None
            reading += time.thread_time_ns() - before
            if publication is None:
                break
            for text, facets in pages(publication):
                add(text, facets)
                count += 1
    finish()
    answer(cpu_ns=time.process_time_ns() - cpu - reading, wall_ns=time.perf_counter_ns() - started, pages=count)


def serve(peer, folder):
    started = time.perf_counter_ns()
    page = peer.open(folder)
    answer(wall_ns=time.perf_counter_ns() - started, memory=memory())
    for line in sys.stdin:
        cpus, walls, totals = [], [], []
        for words in json.loads(line)["queries"]:
            wall, cpu = time.perf_counter_ns(), time.process_time_ns()
            totals.append(page(words))
            cpus.append(time.process_time_ns() - cpu)
            walls.append(time.perf_counter_ns() - wall)
        answer(cpu_ns=cpus, wall_ns=walls, totals=totals, memory=memory())


def run(peer):
    if sys.argv[1] == "version":
        print(peer.version)
    elif sys.argv[1] == "index":
        index(peer, *sys.argv[2:])
    else:
        serve(peer, sys.argv[2])
