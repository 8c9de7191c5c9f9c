nice -n -20 node_modules/.bin/node tot-tmp.ts
