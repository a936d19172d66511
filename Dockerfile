# The emperor in a container. docs/operations.md says how to run it.
#
#   docker build -t emperor .
#   docker run --network host -v /srv/vassals:/vassals:ro emperor
#
# Both base images can be others: BUILD_IMAGE needs a JDK 17 or newer and Maven, RUNTIME_IMAGE a Java
# 17 or newer runtime, coreutils, findutils, sed, util-linux and bash. A distribution in emperor/target
# that is newer than its sources is taken as it is, as bin/emperor does.
ARG BUILD_IMAGE=docker.io/library/maven:3.9-eclipse-temurin-25
ARG RUNTIME_IMAGE=docker.io/library/eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY . .
RUN bin/emperor --version && mv emperor/target/emperor-*/ /opt/emperor && find /opt/emperor/lib -name 'java-*' -delete

FROM ${RUNTIME_IMAGE}
COPY --from=build /opt/emperor /opt/emperor
COPY packaging/healthy /opt/emperor/bin/healthy
RUN echo 'emperor:x:10001:10001:emperor:/var/lib/emperor:/usr/sbin/nologin' >>/etc/passwd \
  && echo 'emperor:x:10001:' >>/etc/group \
  && mkdir -p /vassals /var/lib/emperor \
  && chown 10001:10001 /vassals /var/lib/emperor
# For a quicker start. An image without it is as good: not every Java can make one.
RUN /opt/emperor/bin/emperor archive || true
ENV EMPEROR_VASSALS=/vassals \
    EMPEROR_DATA_DIR=/var/lib/emperor
VOLUME ["/vassals", "/var/lib/emperor"]
WORKDIR /var/lib/emperor
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/opt/emperor/bin/healthy"]
ENTRYPOINT ["/opt/emperor/bin/emperor"]
