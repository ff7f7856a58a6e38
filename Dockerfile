# The server as an image: built from source in the first stage, only what runs in the second. SQLite and keys live in /data.

FROM node:24-slim AS build
# better-sqlite3 brings a prebuilt library for common machines; on others it compiles.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Manifests first: dependencies are installed again only when one of these changes.
COPY package.json package-lock.json ./
COPY protocol/package.json protocol/
COPY server/package.json server/
COPY client-sdk/package.json client-sdk/
COPY client-sdk/authenticator/package.json client-sdk/authenticator/
COPY server/console/package.json server/console/
COPY web-plugin/package.json web-plugin/
COPY web-plugin/demo/package.json web-plugin/demo/
COPY web-plugin/nextcloud/package.json web-plugin/nextcloud/
COPY test/package.json test/
RUN npm ci
COPY . .
RUN npm run build -w server -w client-sdk/authenticator -w server/console
RUN deploy/pack.sh /out

# Slim, not Alpine: the tests run on glibc, and so does what was tested.
FROM node:24-slim
ENV NODE_ENV=production
COPY --from=build /out /app
RUN ln -s /app/server/bundle/countersign.js /usr/local/bin/countersign \
  && rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn* \
  && mkdir /data && chown node:node /data && chmod 700 /data

# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
WORKDIR /data
VOLUME /data
# Inside a container there is no other interface that anyone could reach it by.
ENV COUNTERSIGN_LISTEN_HOST=0.0.0.0 \
    COUNTERSIGN_LISTEN_PORT=8420 \
    COUNTERSIGN_STORAGE_URL=sqlite:/data/countersign.db \
    COUNTERSIGN_KEYS_FILE=/data/keys.json
EXPOSE 8420
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.COUNTERSIGN_LISTEN_PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/server/bundle/countersign.js"]
CMD ["serve"]
