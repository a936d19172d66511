package io.emperor.test;

/** The words around the table of the page about reliability. */
final class ReliabilityText {

  static final String INTRODUCTION =
      """
      # Reliability

      What the emperor promises when Consul fails or somebody attacks it, and what was measured when that was done. This page is
      written by the tests (`make reliability`): three Consul servers and two client agents, all real, an emperor that knows both agents, and
      ten vassals with a TTL of 3 s. A fault is injected, everything that both agents have is recorded every 50 ms, and the
      promises are looked up in that record. What is counted is asserted: the build fails when it should be 0 and is not. Times are
      written down beside what is promised, and marked when they are longer. A dash stands for what is only told.

      Last recorded run: %s, with %s.

      ## In short

      | promise | promised | worst measured | in how many faults |
      | --- | --- | --- | --- |
      """;

  static final String TABLE =
      """

      ## Fault by fault

      | fault | promise | promised | measured |
      | --- | --- | --- | --- |
      """;

  static final String EXPLANATIONS =
      """

      ## The faults

      - *Agent killed and wiped*: SIGKILL, its data removed, started again at once. With 1,000 services, a single agent.
      - *Agent stopped*: SIGSTOP and, later, SIGCONT. Connections stay open and nobody answers.
      - *Agent killed, back after longer than a TTL*: it comes back with the data that it had.
      - *Connection refused*, *connection accepted, no answer*, *answers cut in the middle*, *answers of 429*, *answers of
        500*: a proxy between the emperor and the agent it uses does that to every request, until services have moved and a
        TTL longer. The agent itself is well.
      - *Leader killed during writes*: while an app writes keys on four threads, the leading server is killed, twice.
      - *Two of three servers down*: nobody leads for three TTLs. Agents answer, the catalog does not.
      - *All agents down*, in mode `stale`: the emperor has nobody to ask.
      - *Emperor killed and restarted*: SIGKILL; half of the vassals are removed before the next one starts.
      - *Lock contended in outages*: two contenders for each of 20 locks; whoever holds one has its requests refused, swallowed
        or not answered, or somebody else ends its session.
      - *5000 services*: no fault, but many: all on one agent, for three TTLs.
      - *Token revoked and replaced*: the ACL token is deleted in Consul, and its file gets another one.

      ## The attacks

      An emperor with 256 MB of heap and 400 descriptors, one agent, one vassal with a TTL of 3 s, and somebody who means harm for some
      seconds. The vassal is never restarted, answers all the time, and is passing afterwards: that is asserted. Memory is what the kernel
      says is resident; descriptors and `/healthz`, on a connection of its own, are looked at ten times a second.

      - *An agent whose answers (headers) do not end*, or *that answers with gzip bombs*: a gigabyte for each request, heartbeats included.
      - *12 clients that ask and never read*: each sends `GET /v1/openapi.json`, again and again, as quickly as it is taken.
      - *700 half-open requests*: the first line of a request, and no more. A vassal is dropped meanwhile, and has to be passing.
      - *Settings of 900 KB*: one value, 60,000 keys that do not exist, brackets in brackets.
      - *10,000 broken files*: dropped and deleted again.
      - *A war that unpacks to 3 GB*: it is refused by `unpacked-limit`.

      ## The promises

      - *All services passing again after it answers*: counted from the first request that the agent answers. A third of the
        TTL, one heartbeat; for 1,000 services 5 s.
      - *Ghosts removed after the first contact*: services that a killed emperor left behind, counted from the first request
        of its successor.
      - *Longest time without an answer*: an app reads the instances of a service every 50 ms, and does nothing about
        failures. The longest time between two answers is what a fail-over to the other agent costs apps.
      - *Late heartbeats of healthy vassals*: checks that an agent turned critical with its words "TTL expired". Looked at on
        every agent that the emperor could talk to. An agent that answered nobody at that time, the recorder neither, took no
        heartbeat of anybody's: those are told apart, and not promised.
      - *Services moved to the other agent*: registrations are pinned to their agent. They move when it was away for a TTL,
        not before, so that a short absence does not leave two of everything.
      - *Services of others touched*: one service of an emperor with another name and one of nobody's, whose ID looks like
        ours, are registered on each agent. They have to stay as they are.
      - *Views that went empty or backwards*: an app watches a service with two instances, and a key that is only counted up.
        It must never be told fewer instances or a smaller number.
      - *Apps restarted because of Consul*: apps count their starts on disk.
      - *Writes*: what an app was told as `applied() == NO` is not in the store; what it was told as done is there.
      - *Two holders of one lock at one time*: by the lock holders' own clocks and `sessionAlive`.
      """;

  private ReliabilityText() {}
}
