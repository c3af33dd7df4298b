# The command alone: no shell, no user but its own.
FROM scratch
ARG ROOTFS=artifacts/rootfs
COPY ${ROOTFS}/ /
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/bin/svclint"]
CMD ["lint", "."]
