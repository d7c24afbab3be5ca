# One image for each service: docker build --build-arg SERVICE=traffic-service -t fairlead/traffic-service .
# The jars are built before (./fairlead build); BASE is any image with a Java 25 runtime at $JAVA_HOME or on PATH.
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE} AS layers
ARG SERVICE
WORKDIR /layers
COPY ${SERVICE}/target/${SERVICE}-*-exec.jar service.jar
RUN java -Djarmode=tools -jar service.jar extract --layers --launcher --destination extracted

FROM ${BASE}
WORKDIR /fairlead
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
# Nothing is written but the temporary directory and, at the gateway, its state directory: the root may be read-only.
USER 65532:65532
ENV JAVA_TOOL_OPTIONS="-XX:+UseSerialGC -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
