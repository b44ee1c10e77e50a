# docker build --tag hantei .      docs/running.md says how to run it
ARG NODE=24
FROM node:${NODE}-bookworm-slim AS node
WORKDIR /hantei

# Apart, so that a change to the sources installs nothing anew.
FROM node AS manifests
COPY package.json package-lock.json .npmrc ./
COPY packages/discord-playground/package.json packages/discord-playground/
COPY packages/photo-services/package.json packages/photo-services/

FROM manifests AS build
RUN npm ci
COPY . .
RUN npm run build

FROM manifests AS dependencies
COPY bin/slim.js bin/optional-peers.js bin/
RUN npm ci --omit=dev \
	&& npm install --omit=dev --save-prod $(node bin/optional-peers.js) \
	&& node bin/slim.js

FROM node
ENV NODE_ENV=production \
	HANTEI_DATA=/data \
	HANTEI_MODELS=/data/models \
	WEB_HOST=0.0.0.0
COPY --from=dependencies /hantei ./
COPY LICENSE ./
COPY bin bin
COPY models models
COPY src/web/page src/web/page
COPY packages/discord-playground/bin packages/discord-playground/bin
COPY packages/discord-playground/page packages/discord-playground/page
COPY packages/photo-services/drawings packages/photo-services/drawings
COPY --from=build /hantei/dist dist
COPY --from=build /hantei/packages/discord-playground/dist packages/discord-playground/dist
COPY --from=build /hantei/packages/photo-services/dist packages/photo-services/dist
# By hand: docker exec CONTAINER hantei predict …
RUN ln -s /hantei/bin/hantei.js /usr/local/bin/hantei \
	&& mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8017
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["hantei", "status"]
CMD ["node", "bin/start.js"]
