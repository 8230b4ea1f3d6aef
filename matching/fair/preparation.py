"""What an employer prepares for every interview, whoever comes: general, so that it tells of nobody."""

from typing import Final

from matching.knowledge.catalogue import Text

GUIDANCE: Final = (
    Text(
        zh="地方安静、光线足，过道和桌边留出通行的宽度。",
        en="A quiet, well-lit place, with room to pass in the aisle and at the table.",
    ),
    Text(
        zh="把岗位说明和要问的问题先写在纸上，见面时可以一起看。",
        en="Put the job and your questions on paper beforehand, so that both can look at them.",
    ),
    Text(
        zh="对着本人说，一次说一件事；有人陪同或翻译，也请看着本人。",
        en="Speak to the person, one thing at a time; look at them also when somebody accompanies or interprets.",
    ),
    Text(
        zh="先问一句“怎样谈您更方便”，照本人说的做；不要替对方决定。",
        en="Ask first how they would like to talk, and do it that way; do not decide for them.",
    ),
    Text(
        zh="只问和工作有关的事：会什么、做过什么、怎么做。不问病史、证件和等级。",
        en="Ask about the work alone: what they know, what they did, how they would do it. Not about health, papers or grades.",
    ),
    Text(
        zh="留够时间，不赶；没听清、没看清，就再说一遍。",
        en="Allow enough time. If something was not understood, say it once more.",
    ),
    Text(
        zh="讲清下一步：什么时候答复，怎么联系，岗位上已有和答应的安排。",
        en="Say what comes next: when you answer, how, and what arrangements are there or promised at the job.",
    ),
)
