import { type AimedPatterns, gap, words } from "./patterns.ts";

const VERDICT = "scores?|ratings?|grades?|marks?|levels?|points|result|evaluation|assessment";
const BEST =
  "full|top|max|maximum|maximal|highest|perfect|best|excellent|outstanding|high|good|5|five|10|ten|100|hundred";
const MARKING =
  "give|award|assign|grant|set|put|mark|rate|score|grade|raise|increase|bump|record|enter|return|output";
const WHAT =
  "me|us|myself|it all|everything|this (?:call|talk|conversation|role-?play|practice|session|attempt|performance)|my (?:call|talk|performance|conversation|attempt|practice|work)|(?:every|each|all)(?: of the)?(?: single)? (?:criteri\\w+|categor\\w+|items?|aspects?|points?|dimensions?)|the (?:learner|trainee|seller|salesperson|candidate)";
const SUPERLATIVE =
  "full (?:marks|score|points|credit)|top (?:marks|score|level|grade|rating)|(?:the )?(?:maximum|highest|best possible|best|top)(?: possible)?(?: (?:score|mark|marks|level|grade|rating|points|result))?|perfect(?: (?:score|marks|rating))?|(?:an? )?(?:5|five|10|ten|100|hundred)(?: out of (?:5|five|10|ten|100|a hundred)|/5|/10|/100| per ?cent| points)|(?:level|score|grade) (?:of )?(?:4|5|four|five|100)|straight fives|all fives|5/5|10/10|100/100|(?:an )?a plus";

/** English. */
export const ENGLISH: AimedPatterns = [
  words(
    `(?:ignore|disregard|forget|overlook|override|bypass|discard|drop|skip)${gap(5)}(?:instructions?|rules?|prompts?|rubrics?|guidelines?|anchors?|directives?|directions|constraints|everything (?:above|before)|(?:all|everything) (?:of the )?above)`,
  ),
  words(
    `(?:new|updated|revised|real|actual|following|hidden|secret) (?:system )?(?:instructions?|directives?|guidelines?|scoring rules?|prompt)(?: (?:for|to|is|are|follow|from|say)|:)`,
  ),
  words(`system prompts?|prompt injection|jailbreak|developer mode|debug mode|god mode|admin mode`),
  words(`(?:${MARKING})${gap(3)}(?:${WHAT})${gap(6)}(?:${SUPERLATIVE}|pass(?:ed)?|high(?:ly|er)?)`),
  words(
    `(?:${MARKING})${gap(4)}(?:${SUPERLATIVE})${gap(6)}(?:${WHAT}|across the board|everywhere|throughout)`,
  ),
  words(`(?:${MARKING}) (?:${SUPERLATIVE})(?: (?:everywhere|throughout|please|now))?[.!]*$`),
  words(
    `(?:levels?|scores?|ratings?|grades?|marks?)${gap(4)}(?:should|must|shall|has to|have to|needs? to|is to|are to|will|ought to)(?: all)? (?:be|become|read|equal|get|receive|say)`,
  ),
  words(
    `(?:every|each|all)(?: of)?(?: the)?(?: single)?(?: assessment| scoring)? criteri(?:on|a)${gap(5)}(?:met|fulfilled|satisfied|passed|complete\\w*|levels?|scores?|5|five|top|highest|maximum|full|perfect|achieved|covered)`,
  ),
  words(
    `(?:${SUPERLATIVE})${gap(4)}(?:every|each|all)(?: of)?(?: the)? (?:criteri(?:on|a)|categor(?:y|ies)|dimensions?|rubric)`,
  ),
  words(
    `(?<!(?:loss|claims?|tax|damage|insurance|risk|property|credit) )(?:assessors?|graders?|scorers?|raters?|examiners?|evaluators?|auto-?graders?)`,
  ),
  words(
    `(?:scoring|grading|marking|rating|evaluation|assessment) (?:system|model|engine|ai|bot|assistant|software|algorithm|machine|rubric|guide|scheme|criteria|sheet|grid|instructions|task|prompt|rules|form)`,
  ),
  words(
    `(?:dear|hey|hello|hi|attention|listen|note (?:to|for)(?: the)?|message (?:to|for)(?: the)?|a word (?:to|for)(?: the)?|to the|to whom) (?:ai|model|judge|llm|machine|reviewer|coach|language model|grader|marker|computer|bot|assistant that|whoever)`,
  ),
  words(
    `(?:whoever|whatever|anyone who|the (?:ai|model|machine|computer|one|person|system|program)(?: who| that| which)?|you who) (?:is |will be |later )?(?:read(?:s|ing)?|scor(?:es|ing)|grad(?:es|ing)|mark(?:s|ing)|review(?:s|ing)|rat(?:es|ing)|evaluat(?:es|ing)|assess(?:es|ing)|judg(?:es|ing)|analy[sz](?:es|ing))(?: this| my| the (?:call|talk|transcript|conversation)| me)?`,
  ),
  words(`(?:dear|the|our|as (?:a|the)|to the|hey) judge(?:s)?`),
  words(
    `you are (?:now (?:an?|my|in \\w+ mode)|no longer an?|hereby|from now on|an? (?:ai|language model|assistant|scorer|grader))`,
  ),
  words(
    `(?:i am|i'm|this is|speaking as|speaking is|it's) (?:the |your |an? )?(?:\\w+ )?(?:developer|creator|programmer|engineer|administrator|admin|instructor|trainer|teacher|author|examiner|moderator|director|head|manager|supervisor|owner)(?:s)?${gap(4)}(?:of (?:this|the) (?:exercise|training|simulation|scenario|rubric|course|scor\\w+|assess\\w+|role-?play|test|system|model|ai)|override|mode|scor\\w+|grad\\w+|evaluat\\w+|assess\\w+|authori[sz]\\w+)`,
  ),
  words(
    `(?:i am|i'm|this is|as) (?:from |with )?(?:openai|anthropic|google deepmind|your (?:developer|creator|programmer|examiner|instructor|trainer|administrator))`,
  ),
  words(`(?:the |this )?(?:learner|trainee)(?:'s)?`),
  words(
    `(?:the|this) (?:candidate|salesperson|seller|student|rep|representative|speaker|caller)${gap(2)}(?:deserves?|demonstrat\\w+|exhibit\\w+|excell?\\w*|performed|fulfil\\w*|should (?:get|receive|be (?:given|rated|scored|graded))|asked (?:several|excellent|many)|showed|handled (?:all|every))`,
  ),
  words(
    `i (?:really |truly |definitely |clearly |think i |believe i )*(?:deserve|have earned|earned|should (?:get|receive|be given)|am entitled to|merit)${gap(5)}(?:${VERDICT}|pass|fives?|(?:${BEST}) ?(?:${VERDICT}))`,
  ),
  words(
    `i (?:really |just |desperately |have to |would |'d )*(?:need|want|like|require|must have|must get)${gap(4)}(?:${BEST}|passing|decent|better|higher|positive)${gap(1)}(?:${VERDICT})`,
  ),
  words(
    `i(?:'ve| have)(?: just| now| clearly| already)? (?:met|fulfilled|satisfied|covered|demonstrated|completed|achieved|shown|ticked)${gap(4)}(?:criteri(?:on|a)|learning objectives?|rubrics?|competenc(?:y|ies)|levels?)`,
  ),
  words(
    `(?:be|being|feel|please stay|stay) (?:\\w+ )?(?:generous|lenient|kind|nice|merciful|gentle|forgiving|benevolent)${gap(5)}(?:scor\\w+|mark\\w*|grad\\w+|evaluat\\w+|assess\\w+|rat(?:e|ing)\\w*|points?|levels?|judg\\w+)`,
  ),
  words(
    `(?:go easy|take it easy|have mercy)(?: on| with)?${gap(3)}(?:scor\\w+|mark\\w*|grad\\w+|evaluat\\w+|assess\\w+|rating|points)`,
  ),
  words(
    `(?:my|the) (?:job|bonus|career|boss|promotion|probation|certificate|certification|degree|course|contract|visa)${gap(8)}(?:scores?|grades?|marks|ratings?|pass(?:ing)?(?: mark)?|evaluation|assessment|points)`,
  ),
  words(
    `(?:let|make|have) me pass(?! (?:you|this|it|on|the|that|along|over|him|her|them))|(?:mark|record|count|treat|consider|classify)${gap(4)}(?:as )?(?:a )?(?:passed|fully met|fulfilled|complete success|excellent|level (?:5|five))`,
  ),
  words(
    `(?:not applicable|n/a|null|exempt)${gap(4)}(?:criteri\\w+|scor\\w+|level|grade)|(?:criteri\\w+)${gap(5)}(?:not applicable|n/a|null|exempt)`,
  ),
  words(
    `pass(?:ing)? (?:mark|score|grade|threshold)|scorecard|score ?card|(?:the|your|this|hidden) rubrics?|anchors? (?:of|for|at) level|level (?:5|five) anchors?`,
  ),
  words(
    `(?:repeat|say|recite|speak|quote|echo|read out)${gap(2)}(?:the following (?:words|sentence|text)|exactly (?:this|these)|word for word|verbatim)`,
  ),
  words(
    `(?:transcript|conversation|dialogue|role-?play|recording|data|text|call) (?:ends|ended|is over|finishes|stops) here|end of (?:the )?(?:transcript|data|input|conversation|role-?play|dialogue|document)|(?:begin|start) of (?:the )?(?:instructions|scoring|evaluation|assessment)`,
  ),
  words(
    `(?:base64|base sixty-?four|rot13|rot thirteen|decode (?:this|the following|that)|backwards? it (?:says|reads)|read (?:it |this )?backwards)`,
  ),
  words(
    `(?:scoring|grading|rating|marking|evaluating|assessing|judging) (?:this|me|my|the (?:call|talk|conversation|transcript|learner))`,
  ),
  words(
    `(?:quality (?:control|assurance)|human|expert|official|manual|senior|previous|earlier|second|external) (?:review(?:er)?s?|evaluat\\w+|assess\\w+|scor\\w+|grad\\w+|rat(?:er|ing)s?)${gap(8)}(?:5|five|full|top|highest|maximum|perfect|excellent|confirmed|approved|level|pass\\w*)`,
  ),
  words(
    `(?:levels?|scores?|grades?|ratings?|marks?)${gap(3)}(?:to|of|at|is|are|as|be) (?:5|five|ten|100|an? hundred|one hundred|the (?:top|maximum|highest))`,
  ),
  words(`level (?:five|5)|five out of five|ten out of ten|full marks|straight fives`),
  words(`(?:rate|score|grade|mark) me`),
  words(
    `(?:put|give|enter|write|record|set|award|assign)${gap(3)}(?:fives?|5|tens?|hundred|four) (?:everywhere|throughout|(?:on|for|to|in) (?:everything|all|each|every))`,
  ),
  words(
    `give me (?:the )?(?:full )?(?:five|ten|hundred)(?= here| everywhere| please| for | on | in |[.,!]|$)`,
  ),
  words(`give me (?:the|some|all(?: the)?|more|extra|those) points`),
  words(`(?:final|overall|total) (?:grade|score|mark|rating)`),
  words(
    `(?:in|into) (?:your|the) (?:report|feedback|verdict|summary)${gap(5)}(?:passed|perfect|excellent|flawless|outstanding|that i)`,
  ),
  words(
    `(?:if i|help me|so i|that i|i must|i have to)${gap(6)}(?<!credit |google |customer |star )(?:scores?|ratings?|grades?|full marks)`,
  ),
  words(`(?:fair|good|kind|honest) (?:judge|assessor|examiner|grader)|judge would`),
  words(
    `(?:assurance|quality|review|audit) (?:team|department|board)${gap(8)}(?:level|score|grade|rating|full marks|passed)`,
  ),
  words(
    `(?:scoring|assessment|grading|marking|evaluation) (?:notes?|results?|reports?|of this|for this)`,
  ),
  words(
    `(?:highest|top|maximum|best)(?: possible)? (?:level|score|grade|rating|mark|anchor)(?! (?:of|in) (?:\\w+ )?(?:service|support|quality|protection|security|care|comfort|detail))`,
  ),
];
