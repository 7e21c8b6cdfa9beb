/** Everyday words of work on the telephone, one meaning a line; their regular forms are found by themselves. */
export const ENGLISH_SYNONYMS = `
cost price money expensive cheap pricey charge fee tariff dollar euro pay paid payment spend spent budget afford sum amount
discount rebate reduction reduce lower less concession cheaper
worth value benefit gain save saving savings advantage useful use
quote offer proposal bid tender
contract agreement deal term terms commitment commit sign signature countersign
give gave given grant concede offer provide
return exchange back swap trade reciprocate
compare comparison alike beside against versus fair fairer
repair fix mend maintenance service
deliver delivery deliveries transport ship shipping shipment freight haul carriage bring bringing collect
lot batch part instalment tranche delivery consignment stage
include including contain cover comprise inclusive entail
crate box container
break broke broken crack damage fail failure failing fault faulty defect defective crash collapse
stop stood standstill halt outage downtime interrupt interruption
late delay delayed lateness overdue tardy
truck lorry vehicle van fleet
driver drivers crew
plan planning schedule scheduling dispatch dispatching route routes routing run runs organise organize
spreadsheet excel sheet table
system software tool program programme app application platform
try tried attempt attempted test tested trial pilot experiment
happen happens occur goes cause causes consequence consequences result effect impact lead mean means
change changed changing alter switch different differently replace replaced
reject rejected refuse refused dislike hate resist ignored ignore unhappy
why reason behind cause motive made come
number figure figures numbers
add added sum total altogether multiply calculate amount
often frequency frequent many much roughly approximately typical typically average
month monthly
year yearly annual annually twelve
week weekly
day daily today
need needs require
important matter matters count counts priority right care essential
besides apart aside beyond else other another additional
who whom anybody anyone somebody someone person people colleague team
decide decision decides approve approval sign-off involve involved
meet meeting appointment visit session
thursday
friday
saturday
sunday
monday
tuesday
wednesday
morning
afternoon evening tonight
time moment minute minutes hour hours
speak talk chat discuss ask question questions
help assist support aid
sorry apologise apologize apology regret
wait waited waiting hold patient patience rush hurry slow slowly pace ease
cut cutoff disconnected disconnect dropped hung dead lost
call called ring rang rung phone phoned telephone telephoned
switch restart reboot reset unplug power
router box modem
tablet ipad device screen
see seeing show shows display displays appear appears come read written look looking
message word words written text texts sms
name names
network networks wifi wireless
list choose choice option options
password code key
sticker label underneath printed
type enter write wrote note notebook pen paper down
step steps one-at-a-time single thing
tap touch press click select
television tv telly
house home
work works working function functioning okay fine operate alright
check verify confirm confirmation repeat
connect connected connection online internet
new brand-new fresh
old previous former earlier before past last prior already history
problem trouble issue matter wrong
well good great perfect excellent exactly right correct correctly
grandchild granddaughter grandson family
video camera
safe sure certain guarantee assurance assured
summary summarise summarize sum-up recap repeat read-back
send email mail invite invitation post
bye goodbye farewell
hello hi morning greetings
start begin began begun first launch
depot site branch location
worry concern worried fear comfortable afraid risk doubt
keep retain lose losing preserve
limit stop stops fall short let-down weakness
small little one
half
customer client buyer
promise guarantee
boss manager director finance
case argument business-case
understand listen hear heard
finished complete ready
enjoy nice lovely
boring
`;

/** Words that any talk has, whatever it is about. */
export const ENGLISH_FUNCTION_WORDS = `
a an the this that these those it its i me my mine we us our ours you your yours he him his she her hers they them their theirs one
am is are was were be been being do does did doing have has had having can could will would shall should may might must ought
and or but so if then than as at by for from in into of on onto to up with within without about over under again also just only
very really quite rather too even still yet now here there when where which what who whom whose how why all any both each few more
most some such own same let lets please thanks thank yes yeah yep okay ok alright well sure oh hm um er uh mr mrs ms madam sir
get gets got getting go goes going gone went make makes made making take takes took taken put puts like would thing things
say said says tell let know think thought mind maybe perhaps actually basically honestly suppose guess bit lot kind sort way
m s d ll re ve t per down off out away back i'm i've i'd i'll you're you've you'd you'll it's that's there's what's we're we've we'd we'll they're don't
because while until since though although much many
first second next anything something nothing everything anyone someone
`;
