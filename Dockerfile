# One image for each service: docker build --build-arg SERVICE=traffic-service -t fairlead/traffic-service .
# The jars are built before (./fairlead build). BASE is any image with a shell and a Java 25 runtime on its PATH.
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE} AS layers
ARG SERVICE
WORKDIR /layers
COPY ${SERVICE}/target/${SERVICE}-*-exec.jar service.jar
RUN java -Djarmode=tools -jar service.jar extract --layers --destination extracted

FROM ${BASE}
WORKDIR /fairlead
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./

# A start, as far as it gets without a database, leaves the classes that it loaded in a cache, which saves later starts a
# third of their cost. It fits this base, these jars and heaps below 32 GB; else the JVM ignores it. With linked classes
# in it starts would cost a little less still, but the JVM would refuse to start on a small initial heap.
RUN echo no-secret-and-of-no-use > /tmp/token \
 && java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx256m -XX:AOTCacheOutput=/fairlead/service.aot \
      -XX:-AOTClassLinking \
      -Dspring.context.exit=onRefresh \
      -Dspring.flyway.enabled=false \
      -Dspring.jpa.hibernate.ddl-auto=none \
      -Dspring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect \
      -Dspring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access=false \
      -Dspring.datasource.url=jdbc:postgresql://127.0.0.1:1/none \
      -Dfairlead.bus.url=jdbc:postgresql://127.0.0.1:1/none -Dfairlead.bus.user=none -Dfairlead.bus.password=none \
      -Dfairlead.service-token-file=/tmp/token \
      -Dfairlead.gateway.state-directory=/tmp/state \
      -jar /fairlead/service.jar ; \
    test -s service.aot && rm -r /tmp/*

# Nothing is written but the temporary directory and, at the gateway, its state directory: the root may be read-only.
USER 65532:65532
ENV JAVA_TOOL_OPTIONS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData"
ENTRYPOINT ["java", "-XX:AOTCache=/fairlead/service.aot", "-Xlog:aot*=error", "-jar", "/fairlead/service.jar"]
