# Short names for what is done often. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help dist quick test format consul run clean benchmark reliability screenshots

# The tests that write down figures, in both modules.
RELIABILITY = '-Dtest=ThousandServicesTest,RevokedTokenTest,LockSafetyTest' -Dsurefire.failIfNoSpecifiedTests=false \
  '-Dit.test=*FaultsTest,EmperorKilledTest,ViewsInOutagesTest,AttacksTest' -Dreliability.page=$(CURDIR)/docs/reliability.md

help: ## lists these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

dist: ## builds the distribution without its tests: emperor/target/emperor-VERSION.tar.gz
	mvn -B -q -pl emperor -am -Dmaven.test.skip=true -Dspotless.check.skip=true package

quick: ## runs the unit tests of what differs from the branch main, and of what uses that
	.ci/quick

test: ## builds and tests everything against a real Consul
	mvn -B verify

format: ## formats all Java sources
	mvn -B -q spotless:apply

consul: ## runs a Consul agent in development mode on localhost:8500
	exec "$$(bin/fetch-consul)" agent -dev -log-level=warn

run: ## runs the emperor on examples/vassals, with an agent of its own
	exec bin/emperor --dev --vassals examples/vassals

clean: ## removes what was built, and the fetched Consul
	mvn -B -q clean

benchmark: ## measures everything beside what people would use instead, and writes docs/performance.md (Linux, an hour and a half)
	bench/run

reliability: ## injects faults into a real cluster and writes docs/reliability.md (some minutes)
	rm -f consul-bridge/target/reliability-results.txt src/test/target/reliability-results.txt
	mvn -B -q test -Psoak -pl app-api,base,consul-bridge
	mvn -B -q verify $(RELIABILITY)

screenshots: ## takes the dashboard's pictures for docs/ (with chromium and chromium-driver)
	mvn -B -q verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false '-Dit.test=DashboardTest#screenshots' -Dfailsafe.failIfNoSpecifiedTests=false \
	  -Ddashboard.screenshots=$(CURDIR)/docs/images
