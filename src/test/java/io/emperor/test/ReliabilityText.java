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

      ## Names and leaders

      [The fleet](cluster.md): on two cores, three servers (`raft_multiplier` 1), three client agents and three emperors on one machine, a proxy in front of each
      agent, Consul 1.8.7, in November 2026. Every holder wrote its name, its fence and the time into one file every ten milliseconds; no two
      held at a time in any of it.

      | what | aim | measured |
      | --- | --- | --- |
      | SIGKILL of the holder's emperor, 20 times: next holder | ≤ 5.0 s each, median ≤ 4 s | longest 4.14 s, median 3.83 s |
      | SIGTERM, 20 times: gap | ≤ 1.5 s | longest 0.40 s, median 0.13 s |
      | its only agent dead: stops / next holds | ≤ 3.1 s / ≤ 5.0 s | 2.55 s / 3.96 s |
      | its only agent silent | as above | 2.55 s / 3.72 s |
      | its agent's answers lost | as above | 2.55 s / 4.51 s |
      | its agent dead, silent or losing answers, a second one configured | same fence, 60 s | held, 20 s of each |
      | Consul's leader killed 10 times | one interruption each | one or none each, median 0.89 s, longest 2.30 s |
      | no quorum for 25 s | silent ≤ 3.1 s, holding ≤ 2 s after the first write | 2.48 s, 0.12 s |
      | `force-leave` of the holder's node | nothing changes | same fence |
      | a foreign PUT on the name's key | noticed ≤ 3.1 s, back ≤ 10 s | back after 3.6 s |
      | a foreign PUT on the emperor's key, on its lease | as above | 3.9 s; the lease is written again, same fence |
      | three emperors race for a name, 20 rounds | one winner each | one each |
      | 50 names registered and given back, 10 times; one again at once, 10 times | no failure | none |
      | registered, until another's `lookup` / listener | ≤ 100 ms / ≤ 500 ms | longest 25 ms / 99 ms |
      | owner of 1,000 names dead: free / old keys gone (100 of them asked for) | ≤ 5 s / ≤ 30 s | 4.4 s / 4.4 s |
      | answers of registrations swallowed, 20 times | owned or free ≤ 10 s | all |
      | writes sent before a take-over and arriving after it, 60 of them | refused | all |
      | ten emperors that hold something / nothing | ≤ 16 / 0 writes a second | 14.2 / 0 |
      | the time of day, ± 1 h | nothing changes | no code of leases and names reads it (`HouseRulesTest`) |

      `LeaderFailOverTest` and `NamesUnderFaultsTest` hold these with fewer rounds in every build, and with `-Dlease.rounds=20` as above;
      `FleetSoakTest` breaks things by chance, three minutes of it in continuous integration; seven minutes were 65 faults, 33 holders one
      after another, 29,168 moments and 2,505 writes with a lease, and no two holders.

      ## Instances

      [Instances over the fleet](fleet.md): three emperors, three client agents and three servers (`raft_multiplier` 1), Consul 1.8.7, programs as vassals, on two cores in November 2026, while
      other things ran on them; seconds, the median where there are several. A singleton wrote its fence and the time into one file every 50 milliseconds: in all of it
      the fences stood in their order, so that no two wrote at one time.

      | what | aim | measured |
      | --- | --- | --- |
      | the emperor of a singleton killed (SIGKILL), 6 times: another writes | ≤ 5 s | 3.5 to 3.7 s, median 3.7 s |
      | the same with a small app in a JVM of its own, 5 times: another answers | ≤ 6 s | 4.8 to 5.1 s, median 5.0 s |
      | its emperor paused (SIGSTOP), 6 times: its last word / another writes | ≤ 3.1 s | 1.9 to 2.5 s / 3.4 to 3.9 s |
      | the program alone killed | same emperor, ≤ 2 s | same emperor; 1.3 s, and 2.0 and 3.1 s when killed again within seconds: the delay doubles |
      | `instances: 5` dropped on three, 3 times | 2, 2, 1 within 10 s | 2, 2, 1 after 3.4, 3.4, 3.9 s |
      | scaled 5 → 8 → 2 → 5, 3 times | ≤ 5 s each | longest 1.4, 0.9, 1.4 s |
      | one emperor killed, 3 times: five passing on two | ≤ 6 s, none has more than 3 | 4.2, 4.6, 4.6 s; 3 and 2 |
      | it is back, `rebalance: never` | no move | none |
      | it is back, `rebalance: on-join` | one at a time, never fewer than 5 passing | one after another; 5 in Consul at the fewest |
      | partition with `keep`, 3 times: exactly five once it has healed | runs on, ≤ 5 s | runs on; 0.1, 0.3, 0.5 s, and 1.9 s on a crowded machine |
      | `fleet drain` of an emperor, 3 times | never fewer than 4 passing | 1.3, 1.3, 2.5 s, 5 in Consul at the fewest |
      | drain, rolling update and 5 → 8 → 2 while four threads of a client that follows Consul ask | never fewer than N - 1, 0 requests lost | 0 of 3,842 with JVMs of their own, 0 of 242 without; 5, and 2 at the end, passing at the fewest |
      | nobody matches the selector; one that does joins, 3 times | 0 run; ≤ 5 s | 0; 3.6, 3.8, 4.0 s after it is alive |

      `PlacementTest`, `FleetInstancesTest`, `FleetUnderLoadTest` and `FleetMovesTest` hold what happens, without the times, in every build; `PausedEmperorTest` and
      `FreezeGuardTest` what freezes. What a fleet at rest writes, and a fail-over beside `consul lock`, is in [Performance](performance.md#fail-over).
      """;

  private ReliabilityText() {}
}
