# The website as a container image: one static program, and cwebp for pictures.
# It needs a Postgres elsewhere, which LECTERN_DATABASE_URL names.
#
#   docker build -t lectern .
#   docker run -p 8080:8080 -e LECTERN_DATABASE_URL=… -e LECTERN_BASE_URL=… -v lectern:/var/lib/lectern lectern

FROM golang:1.26-trixie AS build
RUN apt-get update && apt-get install -y --no-install-recommends make nodejs npm
WORKDIR /src
COPY . .
RUN make build

# Of the package webp only cwebp: its viewer would bring along OpenGL and LLVM, more
# than all the rest of the image.
FROM debian:trixie-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libjpeg62-turbo libpng16-16t64 libtiff6 libwebpdemux2 \
    && cd /tmp && apt-get download webp \
    && dpkg-deb --fsys-tarfile webp_*.deb | tar -x -C / ./usr/bin/cwebp \
    && cwebp -version && rm webp_*.deb && rm -rf /var/lib/apt/lists/* \
    && install -d -o 65532 -g 65532 /var/lib/lectern
COPY --from=build /src/bin/lectern /usr/local/bin/lectern
USER 65532:65532
ENV LECTERN_ADDR=0.0.0.0:8080 LECTERN_DATA_DIR=/var/lib/lectern LECTERN_LOG_FORMAT=json
VOLUME /var/lib/lectern
EXPOSE 8080
HEALTHCHECK --start-period=60s CMD ["lectern", "health"]
ENTRYPOINT ["lectern"]
CMD ["serve"]
