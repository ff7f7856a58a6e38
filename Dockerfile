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
RUN npx tsc --build server && npm run build -w client-sdk/authenticator -w server/console && npm prune --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/node_modules node_modules/
COPY --from=build /app/protocol/package.json protocol/
COPY --from=build /app/protocol/dist protocol/dist/
COPY --from=build /app/client-sdk/package.json client-sdk/
COPY --from=build /app/client-sdk/dist client-sdk/dist/
COPY --from=build /app/client-sdk/authenticator/package.json client-sdk/authenticator/
COPY --from=build /app/client-sdk/authenticator/dist client-sdk/authenticator/dist/
COPY --from=build /app/server/package.json server/
COPY --from=build /app/server/dist server/dist/
COPY --from=build /app/server/console/package.json server/console/
COPY --from=build /app/server/console/dist server/console/dist/
COPY LICENSE ./
RUN ln -s /app/server/dist/main.js /usr/local/bin/countersign && chmod +x /app/server/dist/main.js \
  && mkdir /data && chown node:node /data && chmod 700 /data

USER node
WORKDIR /data
VOLUME /data
# Inside a container there is no other interface that anyone could reach it by.
ENV COUNTERSIGN_LISTEN_HOST=0.0.0.0 \
    COUNTERSIGN_LISTEN_PORT=8420 \
    COUNTERSIGN_STORAGE_URL=sqlite:/data/countersign.db \
    COUNTERSIGN_KEYS_FILE=/data/keys.json
EXPOSE 8420
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8420/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/server/dist/main.js"]
CMD ["serve"]
