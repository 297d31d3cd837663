const {get_encoding}=require('tiktoken');
const encs=['o200k_base','cl100k_base','p50k_base','r50k_base'].map(e=>get_encoding(e));
const one=w=>encs.every(t=>t.encode(w,[],[]).length===1);
const lists={
starts:'The A Each This Every One Another That'.split(' '),
adjectives:'small quiet clear simple bright early common careful useful green open long short steady modern plain warm patient narrow central local gentle honest curious daily'.split(' '),
nouns:'river garden answer question teacher letter market window engine pattern city road story signal message bridge forest record machine method village harbour island budget morning paper kitchen station mountain library'.split(' '),
verbs:'follows shows carries changes explains reaches crosses keeps brings supports describes connects finds marks holds covers joins opens leads'.split(' '),
prepositions:'near beside after before under behind toward without above across around inside through beyond'.split(' '),
articles:'the a each every another one that this'.split(' ')};
for(const k in lists){console.log(k, lists[k].filter(w=>one(' '+w)).join(' '),'| NOT:',lists[k].filter(w=>!one(' '+w)).join(' '))}
console.log(['.',',','[','[s','s','andbox',']'].map(x=>x+one(x)));
for(const t of encs){const d=s=>[...t.encode(s,[],[])].map(i=>Buffer.from(t.decode(new Uint32Array([i]))).toString());console.log(t.name,d('[sandbox]'),d('[s'),d('[sandbox'),d('[sandb'))}
